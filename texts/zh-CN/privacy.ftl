# 同意、留存期限、处理活动记录。本人请求见 playbooks/privacy_request.ftl。
retention-idempotency-answers = 删除为重复请求保存的答复
retention-provider-events = 删除服务商回执原文
retention-privacy-copies = 删除已交付的个人信息副本
retention-import-reports = 删除名单导入报告
retention-recordings = 删除录音地址
retention-message-texts = 删除短信正文和号码
retention-call-texts = 删除通话播报内容和号码
retention-replies = 删除回复和备注
retention-ticket-texts = 删除已结束工单的文字
retention-rests = 删除到期的依法留存部分
retention-leads = 匿名化长期未联系的客户
retention-former-staff = 删除离职员工的姓名和号码
retention-keep-run = 记录本次删除结果

period-idempotency_answers = 为重复请求保存的答复
period-provider_events = 短信和电话服务商的回执原文
period-privacy_copies = 为本人制作的副本
period-import_reports = 名单导入报告
period-recordings = 通话录音地址
period-message_texts = 短信正文和号码
period-call_texts = 通话播报内容和号码
period-replies = 客户回复和时间线备注
period-ticket_texts = 已结束工单的文字和附件说明
period-rests = 依法留存部分（到期日见各请求）
period-leads = 未签约客户（自最后一次往来起）
period-contracts = 已签约客户的身份信息（自签约起）
period-after_sales = 售后记录（自工单结束起）
period-former_staff = 离职员工的姓名和号码
period-person = 至本人信息被删除或匿名化为止
period-for_good = 长期：仅存无法还原的索引，防止再次发送
period-account = 账号存在期间；登录记录至少三年

purpose-marketing_sms = 营销短信
purpose-follow_up_calls = 回访电话
purpose-recording = 通话录音
purpose-contract = 订立和履行合同
purpose-after_sales = 保修、投诉和回访
purpose-marketing = 营销短信
purpose-quality = 服务质量改进
purpose-privacy_duties = 履行个人信息保护义务
purpose-operation = 系统运行
purpose-employment = 内部通知和排班

effect-marketing_sms = 立即生效：该客户的所有号码不再收到营销短信，尚未发出的已停止。
effect-follow_up_calls = 立即生效：待拨清单会标明不可致电，系统也会拒绝拨打。
effect-recording = 立即生效：系统不再保存该客户通话的录音地址。线路是否录音由公司在服务商处设置，客服专员须口头告知客户。
effect-given = 即日起可以为此目的处理其个人信息。
effect-given-number-refused = 已记录。该号码另有现在或曾经的使用人拒收营销短信，因此仍不发送营销短信。

ground-consent = 个人同意（第十三条第一项）
ground-contract = 订立、履行合同所必需（第十三条第二项）
ground-law = 履行法定义务所必需（第十三条第三项）

category-of-identity = 姓名、号码、联系偏好
category-of-address = 房屋地址
category-of-messages = 发出的短信
category-of-calls = 通话及录音地址
category-of-words = 回复和备注
category-of-matters = 工单中的陈述和记录
category-of-choices = 同意、撤回和留存要求
category-of-privacy_requests = 本人的请求、副本和更正记录
category-of-opt_outs = 拒收短信的号码
category-of-provider_reports = 服务商回执
category-of-repeated_requests = 接口重复请求的答复
category-of-import_reports = 名单导入报告
category-of-staff = 员工姓名和号码
category-of-contracts = 合同编号和备注
category-of-accounts = 账号、会话和登录记录

recipient-sms_provider = 短信服务商（发送所需的号码和正文）
recipient-phone_provider = 电话服务商（呼叫所需的号码和播报内容）
recipient-none = 无

processing-title = 个人信息处理活动记录
processing-kept-where = 公司自有 PostgreSQL 数据库，字段加密（AES-GCM）；工作流引擎只存编号和加密内容
processing-cross-border = 无：服务商均在中国境内接入。
processing-sensitive = 不主动收集敏感个人信息；录音不用于识别身份。
processing-assessment = 下列情形须事前进行影响评估并至少保存三年（第五十五条、第五十六条）：处理敏感个人信息、自动化决策、委托处理或对外提供、公开、向境外提供，以及其他对个人权益有重大影响的处理。

problem-customer-refuses-calls = 客户不同意回访电话
problem-customer-refuses-calls-detail = 客户已撤回对回访电话的同意，不可致电。请按已知情况填写回访结果，或由客服主管结束回访。
problem-customer-erased = 该客户的信息已删除
problem-customer-erased-detail = 该客户的信息已应本人请求或因留存期满而匿名化，不能再登记。同一人再来时，请按新客户登记。
problem-no-such-hold = 没有这项留存要求
problem-no-such-hold-detail = 请在留存要求列表中查找编号。

invalid-hold-on = 只能针对一个客户或一个工单。
invalid-hold-on-action = 请只填写 customer_id 或 ticket_id 其中一项。
