import pytest

from tests.tree import Tree, build_tree


@pytest.fixture
def tree(locales) -> Tree:
    return build_tree(locales)
