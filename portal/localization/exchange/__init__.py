"""Files that other tools read and write: TMX for the memory, XLIFF for one translation.

Nothing here knows the database. lxml and translate-toolkit are imported inside the functions that need them, so that
processes which never see such a file do not carry them.
"""
