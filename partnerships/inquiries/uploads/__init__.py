"""Files that strangers send: told by their content, looked through, pictures written anew, scanned."""
