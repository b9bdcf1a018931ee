# 演示。
demo-introduction =
    三个故事，从头到尾：
    · 交房前关怀：导入业主名单，交房前 30、15、3 天各发一条短信，每条只发一次。
    · 保修维修：8 小时无人到场，逐级打电话督办；迟到、重新开启，直到业主满意。
    · 投诉：部门负责人限时说明，经理审批，业主凭短信中的链接签字。

    途中会遇到：名单里的错误 · 一条短信送达失败 · 一位业主回复退订
    · 一位业主签约 · 短信通道收下后断线 · 交房日期推迟 · 电话无人接听。
    每条短信旁边是送达回执，每个电话旁边是接听结果。

    PostgreSQL、Temporal、短信与电话通道和 API 都是真实运行的服务。
    只有工单的时钟被拨快，手机是模拟的；人物和号码均为虚构。
demo-title = 回访 · 演示
demo-building-to-try = 示例·云湖二期
demo-chapter-rosters = 一、导入开发商名单（示例，人物均为虚构）
demo-chapter-begin = 二、启动楼盘的交房前关怀，交房日期 { $date }
demo-chapter-first = 三、交房前 30 天：祝贺短信
demo-chapter-acts = 四、业主的回应
demo-chapter-second = 五、交房前 15 天：样板间邀请
demo-chapter-moved = 六、交房日期由 { $old } 改为 { $new }
demo-chapter-last = 七、交房前 3 天：到访邀请
demo-chapter-verify = 八、核对
demo-building = 示例·云湖国际
demo-building-of = 示例楼盘 { $file }
demo-roster-problem = 第 { $row } 行「{ $column }」：{ $problem } → { $action }
demo-roster-more = 另有 { $count } 个问题，见报告。
demo-enrolled = 已为 { $owners } 位业主开启 { $tickets } 个工单。
demo-two-flats = { $name } 有两套房：两个工单，同样的短信只收一条。
demo-forward = ▶ 时钟拨到 { $date } { $time }
demo-receipts = 回执：{ $delivered } 条已送达；{ $name } 的短信未送达（号码停用），短信通道已告知。
demo-new-number = 客服更新 { $name } 的号码为 { $phone }，未送达的短信补发到新号码：
demo-replies = { $name } 回复“{ $text }”：视为退订，立即对该号码停止营销短信。
demo-signs = { $name } 已签约：后续短信不再发送。
demo-standing =   → { $name } 的工单：{ $standing }
demo-drops = （接下来，短信通道收下 { $name } 的短信后断开连接，没有答复。）
demo-no-copy = 短信通道的回执证实 { $name } 的短信已被收下，因此没有重发（没有回执时会先向通道查询）。
demo-moved = { $tickets } 个进行中的工单已跟随新日期，下一条短信在 { $due }；已发的不再重发。
demo-column-owner = 业主
demo-column-room = 房号
demo-column-texts = 收到短信
demo-column-standing = 工单状态
demo-check-differs = 应为 { $expected }，实际 { $found }
demo-check-import = { $file }：再次导入，逐行结果不变
demo-check-problems = { $file }：每个未导入的行都说明了原因
demo-check-enrolled = 每套房一个工单
demo-check-first = 首条短信：一位未送达，其余全部送达
demo-check-dropped = 连接中断的短信只收到一次
demo-check-moved = 进行中的工单全部按新日期排期
demo-check-nothing-again = 改期没有引起重复发送
demo-check-each-once = 每位业主收到应收的短信，不多不少
demo-check-no-repeat = 没有任何短信重复提交
demo-check-closed = 全部工单已结束
demo-check-engine = Temporal 中的工单全部正常完成
demo-part-texts = 第一部分 · 交房前关怀
demo-part-repair = 第二部分 · 保修维修：8小时到场的承诺
demo-part-complaint = 第三部分 · 投诉：从电话到签字
demo-department = 工程部
demo-crew = 水电一队
demo-building-lived-in = 示例·清溪花园
demo-team = 值班人员（均为虚构，号码在模拟手机上）
demo-column-role = 岗位
demo-column-name = 姓名
demo-column-phone = 电话
demo-chapter-reported = 一、业主报修
demo-chapter-nobody-goes = 二、无人到场，时限还剩 2 小时
demo-chapter-overdue = 三、8 小时已到，工队仍未到场
demo-chapter-comes-late = 四、工队迟到，报方案，完工
demo-chapter-not-content = 五、回访：业主不满意，工单重新开启
demo-chapter-solved = 六、再次回访：业主满意
demo-chapter-record = 七、工单 { $ticket } 的记录
demo-leak = 厨房水槽下方漏水，已经漏到楼下
demo-blocked = 卫生间地漏堵塞返水
demo-plan = 更换水槽下水管和密封圈
demo-second-plan = 重做接口密封，试水半小时，擦净地面
demo-still-leaks = 接口还在渗水，地面也没有擦
demo-reported = { $name }（{ $room }）报修：{ $what }。{ $agent }受理，工单 { $ticket }，承诺 { $due } 前到场。工队长立即接到电话：
demo-pressed = 已接听，按了 { $pressed }
demo-texted = 没有接通，已发短信
demo-head-acts = { $head }按 1 确认督办（第 { $level } 级），随即调派工队。
demo-arrives = 工队到场（{ $leader }），迟到 { $minutes } 分钟：记为超时兑现。
demo-arrives-by-key =   → { $leader }按 2，表示已到现场：不用上网，工单已更新。
demo-plans = { $leader }提交方案：{ $plan }
demo-done = { $leader }报完工，工单等待回访业主。
demo-listed = { $agent }的待拨清单：{ $name } { $phone }
demo-put-through = ☎ 先接通{ $agent }，再接通业主{ $name } { $phone }，通话 { $seconds } 秒
demo-customer-satisfied = { $name }：满意。
demo-customer-arrived = { $name }确认工队已到场。
demo-customer-dissatisfied = { $name }：不满意，“{ $said }”。
demo-reopened = 工单重新开启，重新承诺 8 小时；部门负责人和工队立即接到电话：
demo-chapter-complained = 一、楼下业主投诉
demo-chapter-explained = 二、8 小时内：说明情况，判定
demo-chapter-decided = 三、处理方案与审批
demo-chapter-carried-out = 四、处理，业主签字
demo-chapter-last-word = 五、归类，回访，结束
demo-stained = 楼上漏水迟迟没有人来修，我家厨房吊顶泡坏了
demo-wanted = 修好吊顶并道歉
demo-complained = { $name }（{ $room }）投诉：{ $what }；要求：{ $wanted }。工单 { $ticket }，{ $due } 前须说明情况。部门负责人立即接到电话：
demo-explanation = 当天水电一队两处同时报修，未及时改派
demo-remedy = 更换吊顶板并上门道歉
demo-other-remedy = 折价赔偿，由业主自行更换
demo-measure = 已约谈工队长，吊顶板已订购
demo-improvement = 两处同时报修时，一小时内改派其他工队
demo-own-clock = （每张工单有自己的时钟，这一张从现在开始。）
demo-option = 第 { $number } 项
demo-signed = { $name }打开链接，输入验证码，签字认可。
demo-acted = { $role } { $name }：{ $act }
demo-acted-saying = { $role } { $name }：{ $act }——{ $said }
demo-check-level = 8 小时时升级到第 1 级
demo-check-rung = 每部电话响铃的次数不多不少
demo-check-ladder = 督办逐级进行，每级只通知一次
demo-check-late = 到场承诺：超时兑现一次，其余按时
demo-check-reopened = 业主不满意后重新开启一次
demo-check-assessed = 工队考核记录：迟到、返修一次、最终满意
demo-check-closed-as = 维修已解决，每次回访都有结果
demo-check-complaint-rung = 投诉：每部电话响铃的次数不多不少
demo-check-steps = 投诉的各个步骤依次完成，每步一次
demo-check-in-time = 投诉的每个时限都没有超过
demo-check-settled = 投诉已处理，业主认可
demo-check-signed = 投诉由业主本人凭链接和验证码签字
