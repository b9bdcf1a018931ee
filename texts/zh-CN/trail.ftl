# 访问痕迹与导出：命令行、导出文件的文字。
cli-help-trail = 访问痕迹：核对、取锚点、查找文件来源
cli-help-trail-verify = 从头到尾核对访问痕迹，发现改动即报告（退出码 1）
cli-help-trail-head = 打印最新一条的编号和校验值，请保存在数据库之外
cli-help-trail-from = 从以前保存的锚点开始核对
cli-trail-walked = 已核对 { $rows } 条……
cli-trail-whole = 访问痕迹完整：共 { $rows } 条，无改动。
cli-trail-missing = 访问痕迹第 { $number } 条缺失：有人删除了记录。
cli-trail-order = 访问痕迹第 { $number } 条与前一条不衔接：有人插入、调换或改动了记录。
cli-trail-changed = 访问痕迹第 { $number } 条被改动过，或不是由本系统写入。
cli-trail-anchor = 访问痕迹第 { $number } 条与锚点不符：锚点之前的记录已被替换。
cli-trail-cut = 访问痕迹中没有锚点第 { $number } 条：末尾的记录已被删除。
cli-trail-anchor-format = 锚点的格式为“编号:校验值”，请原样使用 huifang trail head 的输出。
