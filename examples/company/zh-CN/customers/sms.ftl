# 公司自有短信文案：把环境变量 HUIFANG_TEXTS_DIR 设为 zh-CN 和 en 所在的目录。同名的替换内置文案，新名字则新增模板。
# 可用的变量：name（业主姓名）、building（楼盘）、date（交房日期）。签名和退订说明由系统添加。
pre-handover-keys = 尊敬的{ $name }：{ $building }将于{ $date }交房，请带好身份证和购房合同。如需陪同验房，回复“验房”即可预约。
