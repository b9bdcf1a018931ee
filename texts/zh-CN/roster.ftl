# 业主名单导入：每一行的结果、问题与处理办法。
import-numbers = 业主换号：未送达的短信改发新号码
import-followed = 登记：名单变更已全部生效

problem-no-such-import = 没有这次导入
problem-no-such-import-detail = 请使用导入结果中给出的报告地址。
problem-roster-unreadable = 无法读取业主名单
problem-roster-unreadable-detail = { $explanation }

roster-field-name = 业主姓名
roster-field-phone = 联系电话
roster-field-room = 房号

roster-line-heading = 行号
roster-result-heading = 导入结果

roster-problem-heading = 问题与处理办法

roster-verdict-accepted = 已导入
roster-verdict-merged = 已合并
roster-verdict-rejected = 未导入
roster-verdict-passed = 不是业主行

roster-finding = { $column }：{ $problem }。{ $action }
roster-finding-row = { $problem }。{ $action }

roster-report-name = { $name }-导入结果

roster-summary = 共 { $rows } 行：导入 { $accepted } 行，合并 { $merged } 行，未导入 { $rejected } 行{ $passed ->
    [0] 。
   *[other] ；另有 { $passed } 行不是业主（标题、表头、合计等）。
}

roster-changes = 客户新增 { $new_customers }、变更 { $changed_customers }、不变 { $unchanged_customers }；房屋新增 { $new_ownerships }、变更 { $changed_ownerships }、不变 { $unchanged_ownerships }；业主换号的房屋 { $changed_numbers }。

roster-dates = { $rows } 行的交房日期与楼盘的不同，短信按楼盘的日期发送，请核对。

roster-name-missing = 没有姓名
roster-name-missing-action = 请填写业主姓名后重新导入此行。
roster-name-several = 一格中有多位业主
roster-name-several-action = 已按一户登记，短信发往第一个手机号；如要分别通知，请每人写一行。

roster-phone-missing = 没有电话号码
roster-phone-missing-action = 请填写业主的 11 位手机号后重新导入此行。
roster-phone-too-short = 号码位数不够（只有 { $digits } 位）
roster-phone-too-short-action = 请向业主核实，填写完整的 11 位手机号。
roster-phone-too-long = 号码位数太多（有 { $digits } 位）
roster-phone-too-long-action = 请核对号码；填写多个号码时请用“/”分隔。
roster-phone-invalid = 不是有效的电话号码
roster-phone-invalid-action = 请核对后填写 11 位手机号；境外号码请带国家或地区代码，例如 +852。
roster-phone-shortened = 号码被表格软件显示成了科学计数，后几位已丢失
roster-phone-shortened-action = 请把该列设为“文本”格式，重新填写完整的手机号。
roster-phone-landline = 只有座机，收不到短信
roster-phone-landline-action = 请补填业主的手机号；座机可用“/”隔开一并保留。
roster-phone-second = 有多个手机号
roster-phone-second-action = 短信发往第一个号码，其余保留备用。
roster-phone-landline-kept = 含有座机或服务号码
roster-phone-landline-kept-action = 短信发往手机号，其余保留备用。
roster-phone-part = 有一部分不是有效号码，已忽略
roster-phone-part-action = 如其中还有别的号码，请改正后重新导入。

roster-room-missing = 没有房号
roster-room-missing-action = 请填写房号后重新导入此行。

roster-text-too-long = 内容超过 { $limit } 个字
roster-text-too-long-action = 请缩短后重新导入此行。
roster-text-damaged = 有文字已损坏，无法读取
roster-text-damaged-action = 请改正乱码，另存为 UTF-8 编码的 CSV 或 .xlsx 后重新导入。

roster-returned = 写明已退房
roster-returned-action = 此行不导入；如并未退房，请修改备注后重新导入。
roster-returned-contradicted = 第 { $row } 行关于同一业主同一房屋的说法相反（一行已退房，一行没有）
roster-returned-contradicted-action = 请核实是否退房，只保留正确的一行。

roster-repeat = 与第 { $row } 行重复
roster-repeat-action = 已合并，无需处理。
roster-repeat-number = 与第 { $row } 行是同一业主同一房屋，号码不同
roster-repeat-number-action = 短信发往第 { $row } 行的号码，此号码保留备用；如应使用此号码，请删去另一行。

roster-co-owner = 与第 { $row } 行是同一套房
roster-co-owner-action = 已按共有人登记；如其中一位有误，请把该业主的这套房登记为已转让（POST /ownerships/{"{id}"}:sold），短信才会停止。

roster-number-shared = 与第 { $row } 行号码相同、姓名不同
roster-number-shared-action = 已分别登记，同一号码每条短信只发一次；如为同一人，请合并客户档案（POST /customers/{"{id}"}:merge）。
roster-number-kept = 档案中的号码比名单更新
roster-number-kept-action = 保留档案中的号码；如名单上的号码才正确，请修改客户的号码（PATCH /customers/{"{id}"}）。

roster-area-unreadable = 面积无法识别，已留空
roster-area-unreadable-action = 请填写平方米数，例如 118.6。

roster-date-unreadable = 日期无法识别，已留空
roster-date-unreadable-action = 请写成 2027-01-15 或 2027年1月15日；交房日期以楼盘的设定为准。

roster-possible-sale = 档案中这套房还有另一位业主，不在本名单上
roster-possible-sale-action = 如房屋已转让，请登记原业主已转让（POST /ownerships/{"{id}"}:sold）；如为共有人，无需处理。

roster-still-active = 档案中此业主仍持有这套房
roster-still-active-action = 如确已退房，请登记为已转让（POST /ownerships/{"{id}"}:sold），短信才会停止。

roster-sold-before = 档案中已标为转让
roster-sold-before-action = 保持不变；如标记有误，请撤销（POST /ownerships/{"{id}"}:owned），再重新开启工单（POST /tickets）。

roster-other-date = 交房日期与楼盘的不同
roster-other-date-action = 短信按楼盘的日期发送；如名单上的日期才正确，请修改楼盘的交房日期（PATCH /buildings/{"{id}"}）。

roster-unreadable-empty = 文件是空的。请选择含有业主名单的文件。
roster-unreadable-too-large = 文件超过 { $limit } MB。请拆分成几个文件分别导入。
roster-unreadable-too-large-inside = 表格展开后太大（可能很远处的单元格里有内容）。请把名单复制到新的工作簿，或拆分后分别导入。
roster-unreadable-encrypted = 文件设有打开密码。请在 Excel 中取消密码后重新导入。
roster-unreadable-old-excel = 这是旧版 Excel（.xls）文件。请在 Excel 中另存为 .xlsx 后重新导入。
roster-unreadable-other-spreadsheet = 这种表格格式不支持。请另存为 .xlsx 或 CSV 后重新导入。
roster-unreadable-not-a-spreadsheet = 这不是表格文件。请选择 .xlsx 或 CSV 格式的业主名单。
roster-unreadable-damaged = 文件已损坏或不完整。请在 Excel 中打开并另存后重新导入。
roster-unreadable-files-inside = 工作簿中含有宏或嵌入的文件。请把名单复制到新的工作簿，保存为 .xlsx 后重新导入。
roster-unreadable-too-many-rows = 文件超过 { $limit } 行。请按楼盘拆分，或删去空行后重新导入。
roster-unreadable-too-many-columns = 有一行超过 { $limit } 列。请检查文件的分隔符，或只保留名单所需的列后重新导入。
roster-unreadable-no-header = 没有找到表头。表中须有一行写明“业主姓名”“联系电话”“房号”等列名。
roster-unreadable-column-missing = 第 { $row } 行的表头缺少“{ $column }”一列。请补上该列后重新导入。
roster-unreadable-phone-whose = 第 { $row } 行的表头中，“{ $heading }”一列在另一人的姓名之后，看不出是不是业主的。请把列名改为“业主电话”，或移到业主姓名之后，再重新导入。
roster-unreadable-cell-too-long = 第 { $row } 行有一个单元格超过 { $limit } 个字。请缩短后重新导入。
roster-unreadable-no-rows = 表头下面没有业主。请检查是否选对了文件。

roster-quote-open = 单元格开头的引号没有成对
roster-quote-open-action = 已去掉该引号，其后各行按单独的行读取；请核对此格与后面几行，并删去多余的引号。
roster-quote-crowded = 单元格内有多行，其中像是夹着另一位业主
roster-quote-crowded-action = 只读取第一行；如有业主被夹在此格内，请为其单独写一行后重新导入。
roster-quote-swallowed = 此行被前面没有成对的引号夹在单元格内，看不出是业主还是备注
roster-quote-swallowed-action = 请删去前面多余的引号，如是业主请写完整后重新导入。

roster-columns-unread = 这些列没有读取
roster-columns-unread-action = 如其中有导入需要的内容，请把列名改为“业主姓名”“联系电话”“楼栋”“单元”“房号”等后重新导入；否则无需处理。
roster-phone-whose = 这些电话不是业主的，或看不出是谁的，没有读取
roster-phone-whose-action = 如是业主本人的号码，请把列名改为“业主电话”，或移到业主姓名之后，再重新导入。
roster-above-heading = 此行在表头上方，其中有电话号码，没有读取
roster-above-heading-action = 如是业主，请移到表头下方后重新导入。
roster-sheet-hidden = 工作表已隐藏，其中有电话号码，没有读取
roster-sheet-hidden-action = 如其中有要导入的业主，请取消隐藏后重新导入。
roster-sheet-without-heading = 工作表没有完整的表头，其中有电话号码，没有读取
roster-sheet-without-heading-action = 如其中有要导入的业主，请补上“业主姓名”“联系电话”“房号”等列名后重新导入。

roster-name-remark = 姓名格中另有备注
roster-name-remark-action = 备注已移到备注栏，短信只称呼姓名；请核对姓名。
roster-name-near = 与第 { $row } 行同一套房、同一号码，姓名只差一个字
roster-name-near-action = 已按同一人处理，姓名用第 { $row } 行的；如确是两人，请给各自的号码后重新导入。
roster-name-kept = 档案中这套房、这个号码的业主姓名只差一个字
roster-name-kept-action = 已按同一人处理，保留档案中的姓名；如名单上的姓名才正确，请修改客户的姓名（PATCH /customers/{"{id}"}）。
roster-second-buyer = 此行还有另一位买受人，没有登记
roster-second-buyer-action = 如也要通知，请为其单独写一行，填写本人的手机号后重新导入。

roster-phone-extension = 号码带分机，已略去
roster-phone-extension-action = 分机收不到短信；请核对所留的号码是否为业主本人的手机号。

roster-place-date = 表格软件把内容改成了日期或时间（{ $shown }）
roster-place-date-action = 请把该列设为“文本”格式，按原样重新填写（例如 1-2-301）后重新导入此行。
roster-place-guessed = 列名不认识，内容像是楼栋、单元或分区
roster-place-guessed-action = 已据此区分房屋；请核对，并把列名改为“楼栋”“单元”或“分区”。
roster-cell-error = 单元格显示的是错误值
roster-cell-error-action = 已按空白处理；请在表格中改正公式，填写实际内容后重新导入。
roster-flat-unclear = 看起来与第 { $row } 行是同一位业主的同一套房，但没有读取的这些列内容不同
roster-flat-unclear-action = 没有合并，也没有导入；如是另一套房，请把列名改为“楼栋”“单元”或“房号”后重新导入，如是重复的行则无需处理。

roster-returned-perhaps = 备注提到退房等，但看不出房屋是否已退
roster-returned-perhaps-action = 已照常导入，短信照发；如确已退房，请把备注写成“已退房”后重新导入，并登记为已转让（POST /ownerships/{"{id}"}:sold）。

roster-hold-deceased = 写明业主已故
roster-hold-deceased-action = 短信已暂停。请核实：可以发送则恢复（POST /ownerships/{"{id}"}:resume-texts），不应发送则登记退订（POST /customers/{"{id}"}:opt-out）或已转让（POST /ownerships/{"{id}"}:sold）。
roster-hold-dispute = 写明涉诉或有纠纷
roster-hold-dispute-action = 短信已暂停。请核实：可以发送则恢复（POST /ownerships/{"{id}"}:resume-texts），不应发送则登记退订（POST /customers/{"{id}"}:opt-out）或已转让（POST /ownerships/{"{id}"}:sold）。
roster-hold-do-not-disturb = 写明勿扰
roster-hold-do-not-disturb-action = 短信已暂停。请核实：可以发送则恢复（POST /ownerships/{"{id}"}:resume-texts），不应发送则登记退订（POST /customers/{"{id}"}:opt-out）或已转让（POST /ownerships/{"{id}"}:sold）。

roster-missing = { $flats } 户在以前的名单上，不在本名单上，短信已暂停，请答复。
roster-not-on-roster = 以前的名单上有这套房的业主，本名单上没有
roster-not-on-roster-action = 短信已暂停。请核实：仍是业主则恢复（POST /ownerships/{"{id}"}:resume-texts），已转让或退房则登记（POST /ownerships/{"{id}"}:sold）。
