"""The town's fixtures, for every test wherever it lies."""

pytest_plugins = [
    "tests.town.servers",
    "tests.town.databases",
    "tests.town.api",
    "tests.town.doors",
    "tests.town.archive",
    "tests.town.stories",
    "tests.town.desk",
    "tests.town.records",
    "tests.town.house",
    "tests.town.company",
]
