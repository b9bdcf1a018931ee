# The company's own messages: set HUIFANG_TEXTS_DIR to the folder that has en and zh-CN.
pre-handover-keys = Dear { $name }, { $building } is handed over on { $date }. Please bring your ID and purchase contract; reply "CHECK" for help with the inspection.
