# 客户档案、重复档案与合并（P22、P24）。
communication-contact_visit = 到公司来访
communication-contact_site_visit = 上门或现场见面
communication-contact_phone = 系统外的电话
communication-contact_wechat = 微信
communication-contact_letter = 信函
communication-contact_email = 电子邮件
communication-message = 短信
communication-call = 电话

event-assigned = 已登记负责的客服专员
event-merged = 一份重复档案并入了本档案
event-merge_undone = 撤销了本档案的一次合并

returning-number_and_name = 号码和姓名都相同
returning-number = 号码相同
returning-name = 姓名相同，也可能是同名的人

duplicate-same_number_same_flat = 号码和房屋都相同，姓名相同或写法不同
duplicate-same_number_name_otherwise = 号码相同，姓名写法不同
duplicate-same_name_same_flat = 同一套房里姓名相同，登记了两个号码
duplicate-flat_name_otherwise = 同一套房，姓名写法不同
duplicate-same_number_same_flat_name_near = 同一套房、同一号码，姓名只差一个字
duplicate-same_number_part_of_name = 号码相同，一个姓名包含在另一个里
duplicate-same_number = 号码相同，姓名不同：也可能是一家人

merged-part-merged = 两份档案之一又被合并过
merged-part-later_merge = 之后又合并过另一份档案（请先撤销那一次）
merged-part-number_history = 曾用号码
merged-part-name = 姓名
merged-part-phone = 号码
merged-part-other_phones = 其他号码
merged-part-email = 电子邮箱
merged-part-wechat = 微信号
merged-part-addresses = 地址
merged-part-preferred_hours = 方便接电话的时间
merged-part-agent_id = 负责的客服专员
merged-part-grade = 客户等级
merged-part-grade_at = 客户等级
merged-part-signed_at = 签约
merged-part-same_flat = 两份档案共有的房屋
merged-part-ownerships = 房屋
merged-part-tickets = 工单
merged-part-messages = 短信
merged-part-calls = 电话
merged-part-communications = 沟通记录
merged-part-contracts = 合同
merged-part-pre_sales = 售前记录
merged-part-consents = 同意记录
merged-part-customers = 此前并入的重复档案

problem-no-such-contract = 没有这份合同
problem-no-such-contract-detail = 请在客户档案里查看合同编号。
problem-no-such-merge = 没有这次合并
problem-no-such-merge-detail = 请在合并列表里查看编号。
problem-only-lent = 您只能查看
problem-only-lent-detail = 借阅的档案，以及因借阅而看到的工单，只能查看。如需修改，请联系该客户的负责人或主管。
problem-customer-known = 该客户已有档案
problem-customer-known-detail = { $customer ->
    [unseen] 已有同姓名、同号码的客户，其档案未对您开放。请只按号码查找（customers:search），然后受理。
   *[other] 已有同姓名、同号码的客户：{ $customer }。请使用该档案。
}
problem-contract-known = 该合同已登记
problem-contract-known-detail = 这个编号的合同已经登记过。请用 POST /customers:search 查找所属客户。
problem-already-merged = 已经合并过
problem-already-merged-detail = { $customer } 此前已并入另一份档案。打开它的编号即可看到合并后的档案。
problem-merge-undone = 已经撤销过
problem-merge-undone-detail = 这次合并此前已经撤销。
problem-merge-built-upon = 合并之后有改动
problem-merge-built-upon-detail = 合并之后改动了：{ $what }。请人工分开，或先把改动撤回。
problem-no-such-customer = 没有这位客户
problem-no-such-customer-detail = 请在楼盘的业主列表中查找正确的客户编号。
problem-number-taken = 号码已被占用
problem-number-taken-detail = 同名客户已登记该号码，可能是同一个人。请核对两位客户的记录。

invalid-before-signature = 早于签约日期。
invalid-before-signature-action = 请核对两个日期。
invalid-other-customer = 这是同一位客户。
invalid-other-customer-action = 请填写两位不同的客户。
invalid-earlier-customer = 系统没有提示这位客户来过。
invalid-earlier-customer-action = 请从档案的 `returning` 里选择。
invalid-nothing-to-look-for = 没有填写要查找的内容。
invalid-nothing-to-look-for-action = 请填写号码、姓名，或其他确切知道的内容。

problem-named-person = 须由具名人员办理
problem-named-person-detail = 更改号码须由本人登录的工作人员办理，程序不能更改。
problem-numbers-used-up = 今天查找号码的次数已用完
problem-numbers-used-up-detail = 今天按号码查找他人客户的次数已用完。请找主管代为查找，或由主管受理。
invalid-deal-to = 没有填写分配给谁。
invalid-deal-to-action = 请填写客服，或连同楼盘填写按楼栋分配的规则。
