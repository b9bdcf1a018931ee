# 楼盘、房屋，以及针对整个楼盘的操作。
enrolment-start = 为楼盘业主逐户开立工单
enrolment-done = 新开工单 { $started } 个，已在进行 { $running } 个，没有待发短信 { $nothing } 户

building-change-signal = 通知楼盘全部进行中的工单
building-change-stragglers = 补通知尚未跟进的工单
building-change-applied = 登记：变更已全部生效

problem-no-such-building = 没有这个楼盘
problem-no-such-building-detail = 请在楼盘列表中查找正确的编号。
problem-no-such-ownership = 没有这条房屋记录
problem-no-such-ownership-detail = 请在楼盘的业主列表中查找正确的房屋编号。
problem-building-cancelled = 楼盘已取消
problem-building-cancelled-detail = 已取消的楼盘不能恢复或修改。如需继续，请新建楼盘并重新导入业主名单。
