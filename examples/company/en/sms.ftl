# The company's own messages: set HUIFANG_TEXTS_DIR to the folder above.
pre-handover-keys = Dear { $name }, { $building } is handed over tomorrow. Please bring your ID and purchase contract; reply "CHECK" for help with the inspection.
