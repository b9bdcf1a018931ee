# 公司自有的投诉类别名称，与 complaint-categories.toml 对应。
category-garden = 园林
category-garden-plants = 苗木
category-garden-watering = 浇灌
