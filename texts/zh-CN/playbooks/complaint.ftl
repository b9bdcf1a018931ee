# 投诉（P8）。业主看到的文字见 customers/complaint.ftl。
complaint-summary = 投诉 { $ticket }
complaint-send-link = 短信发送确认链接和验证码

stage-judging = 待判定
stage-answering = 投诉不成立，待答复
stage-investigating = 调查中
stage-options = 待提处理方案
stage-approval = 方案待审批
stage-carrying_out = 处理中
stage-accepting = 待业主确认
stage-review = 待归类总结
stage-calling = 待回访

act-file_explanation = 提交情况说明
act-judge_well_founded = 判定投诉成立
act-judge_not_founded = 判定投诉不成立
act-answer_customer = 答复业主
act-file_investigation = 提交调查结果
act-propose_remedy = 提出处理方案
act-approve = 批准
act-ask_for_another = 要求另提方案
act-refuse = 驳回并说明理由
act-report_measure = 报告处理措施
act-carried_out = 处理完毕
act-customer_accepts = 业主认可并签字
act-customer_refuses = 业主不认可
act-classify = 归类并提出改进措施
act-reclassify = 改正归类
act-send_acceptance = 发送确认链接

promise-explanation = 情况说明与处理意见
promise-remedy = 处理方案
promise-approval = 方案审批
promise-carried-out = 处理完成
promise-accepted = 业主确认
promise-reviewed = 归类总结
promise-answered = 答复业主

rung-explanation-0 = 还剩2小时，提醒部门负责人
rung-explanation-1 = 说明超时，通知客服主管
rung-explanation-2 = 仍未说明，通知经理
rung-remedy-0 = 方案超时，通知部门负责人
rung-remedy-1 = 方案超时一天，通知经理
rung-approval-0 = 审批将到期，提醒经理
rung-approval-1 = 审批超时，通知经理
rung-approval-2 = 审批超时一天，通知客服主管
rung-carried-out-0 = 还剩一天，提醒部门负责人
rung-carried-out-1 = 处理超期，通知客服主管
rung-carried-out-2 = 处理超期两天，通知经理
rung-accepted-0 = 业主未按时确认，通知客服主管
rung-reviewed-0 = 总结超时，通知客服主管
rung-reviewed-1 = 总结超时三天，通知经理
rung-answered-0 = 答复超时，通知客服主管

reason-answered = 投诉不成立，已答复
reason-settled = 已处理，业主认可
reason-remedy_refused = 投诉成立，处理方案未获批准，已答复业主
reason-refused = 方案未获批准

event-acceptance_locked = 验证码多次输错，确认链接已失效，请重新发送
event-customer_accepts_too_late = 业主通过链接表示接受，但工单已不在等待确认
event-customer_refuses_too_late = 业主通过链接表示不接受，但工单已不在等待确认

voice-complaint-new =
    { $urgent ->
        [yes] 加急！
       *[no] {""}
    }{ $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 情况说明和处理意见应在{ $due }前提交，现已超时，请立即提交。
       *[no] 请在{ $due }前提交情况说明和处理意见。
    }确认收到请按1。
voice-complaint-explanation =
    { $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 情况说明和处理意见应在{ $due }前提交，现已超时，请处理。
       *[no] 情况说明和处理意见应在{ $due }前提交。
    }确认收到请按1。
voice-complaint-remedy =
    { $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 处理方案应在{ $due }前提出，现已超时，请处理。
       *[no] 请在{ $due }前提出处理方案。
    }确认收到请按1。
voice-complaint-approval =
    { $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 处理方案等待审批，时限{ $due }已过，请尽快处理。
       *[no] 处理方案等待您审批，时限{ $due }。
    }确认收到请按1。
voice-complaint-carried-out =
    { $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 应在{ $due }前处理完毕，现已超期，请督办。
       *[no] 请在{ $due }前处理完毕。
    }确认收到请按1。
voice-complaint-accepted =
    { $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 业主仍未确认处理结果，时限{ $due }已过，请跟进。
       *[no] 业主尚未确认处理结果，时限{ $due }。
    }确认收到请按1。
voice-complaint-reviewed =
    { $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 应在{ $due }前归类总结，现已超时，请处理。
       *[no] 已处理完，请在{ $due }前归类总结。
    }确认收到请按1。
voice-complaint-answered =
    { $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 投诉不成立，应在{ $due }前答复业主，现已超时，请处理。
       *[no] 投诉不成立，请在{ $due }前答复业主。
    }确认收到请按1。
voice-complaint-reopened = { $customer }投诉{ $whom }，对处理结果不满意，已重新开启，请关注：{ $what }。确认收到请按1。

sms-complaint-new =
    { $urgent ->
        [yes] 加急！
       *[no] {""}
    }{ $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 情况说明和处理意见应在{ $due }前提交，现已超时，请立即提交。
       *[no] 请在{ $due }前提交情况说明和处理意见。
    }工单 { $ticket }，详情：{ $link }
sms-complaint-explanation =
    { $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 情况说明和处理意见应在{ $due }前提交，现已超时，请处理。
       *[no] 情况说明和处理意见应在{ $due }前提交。
    }工单 { $ticket }，详情：{ $link }
sms-complaint-remedy =
    { $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 处理方案应在{ $due }前提出，现已超时，请处理。
       *[no] 请在{ $due }前提出处理方案。
    }工单 { $ticket }，详情：{ $link }
sms-complaint-approval =
    { $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 处理方案等待审批，时限{ $due }已过，请尽快处理。
       *[no] 处理方案等待您审批，时限{ $due }。
    }工单 { $ticket }，详情：{ $link }
sms-complaint-carried-out =
    { $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 应在{ $due }前处理完毕，现已超期，请督办。
       *[no] 请在{ $due }前处理完毕。
    }工单 { $ticket }，详情：{ $link }
sms-complaint-accepted =
    { $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 业主仍未确认处理结果，时限{ $due }已过，请跟进。
       *[no] 业主尚未确认处理结果，时限{ $due }。
    }工单 { $ticket }，详情：{ $link }
sms-complaint-reviewed =
    { $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 应在{ $due }前归类总结，现已超时，请处理。
       *[no] 已处理完，请在{ $due }前归类总结。
    }工单 { $ticket }，详情：{ $link }
sms-complaint-answered =
    { $customer }投诉{ $whom }：{ $what }。{ $late ->
        [yes] 投诉不成立，应在{ $due }前答复业主，现已超时，请处理。
       *[no] 投诉不成立，请在{ $due }前答复业主。
    }工单 { $ticket }，详情：{ $link }
sms-complaint-reopened = { $customer }投诉{ $whom }，对处理结果不满意，已重新开启，请关注：{ $what }。工单 { $ticket }，详情：{ $link }

category-service = 服务
category-service-punctuality = 不守时
category-service-response = 答复不及时
category-service-promise = 承诺未兑现
category-service-information = 未告知或告知有误
category-conduct = 人员行为
category-conduct-rude = 态度恶劣
category-conduct-smoking = 现场吸烟
category-conduct-payment = 索要财物
category-workmanship = 施工质量
category-workmanship-leak = 渗漏
category-workmanship-electrics = 电路
category-workmanship-surface = 墙面、地面与油漆
category-workmanship-doors = 门窗
category-workmanship-cleanliness = 现场清洁
category-workmanship-damage = 损坏业主财物
category-material = 材料
category-material-defect = 材料缺陷
category-material-delivery = 送货问题
category-material-substituted = 擅自换料
category-design = 设计
category-design-drawing = 图纸有误
category-design-measure = 尺寸有误
category-design-change = 设计变更
category-contract = 合同
category-contract-price = 价格与收费
category-contract-delay = 工期延误
category-contract-terms = 条款争议
category-other = 其他
category-other-noise = 噪声扰民
category-other-other = 其他
category-none = 尚未归类

invalid-category = 没有这个投诉类别
invalid-category-action = 请使用类别树中的末级类别；类别树见 /complaint-categories。
fact-about_staff = 被投诉人
fact-about_ticket = 相关工单
rung-remedy-turn = 轮到部门负责人提出处理方案
rung-approval-turn = 轮到经理审批
rung-carried-out-turn = 轮到部门负责人落实处理
rung-reviewed-turn = 轮到客服主管归类总结

call-about-complaint-settled = 投诉处理结果回访
call-about-complaint-answered = 投诉答复回访

event-reclassify = 归类改正：由“{ $before }”改为“{ $category }”
problem-not-classified = 投诉还没有归类
problem-not-classified-detail = 只有已归类的投诉才能改正归类；请先完成归类总结。
