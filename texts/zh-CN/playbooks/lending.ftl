# 借阅客户档案（P23）。
lending-summary = 借阅档案 { $ticket }
lending-wait-lapsed = 等待审批，逾期自动作废
lending-wait-expired = 借阅期内，到期自动收回

stage-loan_asked = 申请借阅，待审批
stage-lent = 档案已借出

act-grant_loan = 批准借阅
act-refuse_loan = 不批准并说明理由
act-return_file = 归还档案

promise-loan-decided = 审批借阅申请

rung-loan-half-time = 审批时间过半，通知客服主管
rung-loan-overdue = 审批超时，通知客服主管
rung-loan-overdue-day = 长时间未审批，通知经理

reason-returned = 已归还
reason-loan-refused = 未批准
reason-expired = 到期自动收回
reason-lapsed = 无人审批，已作废
reason-loan-withdrawn = 申请人撤回

details-event-loan_asked = 申请借阅档案

voice-loan-undecided =
    有一份客户档案借阅申请等待审批，{ $late ->
        [yes] 时限{ $due }已过，请立即处理。
       *[no] 请在{ $due }前处理。
    }确认收到请按1。

sms-loan-undecided =
    有一份客户档案借阅申请等待审批，{ $late ->
        [yes] 时限{ $due }已过，请立即处理。
       *[no] 请在{ $due }前处理。
    }工单 { $ticket }，详情：{ $link }

problem-no-such-loan = 没有这份借阅申请
problem-no-such-loan-detail = 请在借阅列表中查找正确的编号。
problem-loan-open = 已有借阅申请
problem-loan-open-detail = 您对该客户档案的借阅尚未结束。请在借阅列表中查看，归还后可重新申请。
problem-own-loan = 不能审批自己的申请
problem-own-loan-detail = 借阅申请须由申请人以外的客服主管或经理审批。
