# Names of the categories in complaint-categories.toml that are the company's own.
category-garden = Garden
category-garden-plants = Plants
category-garden-watering = Watering
