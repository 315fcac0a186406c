"""Words by which the parts of a list of people are told: family names, offices, bodies, courtesies, roles."""

from __future__ import annotations

import re

from parks.enums import CourtesyTitle
from partnerships.visits.enums import MemberRole

HAN = "\u3400-\u9fff"
#: The commonest of 《百家姓》 and of today's registers; another first character is a family name with a doubt.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文"
    "牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛"
    "曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏"
    "席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐"
    "冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计"
    "索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈"
    "湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由竺"
)
COMPOUND: tuple[str, ...] = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "司徒",
    "令狐",
    "夏侯",
    "端木",
    "东方",
)
COMPOUND += ("独孤", "南宫", "宇文", "长孙", "西门", "轩辕", "申屠", "呼延", "闻人", "澹台", "太史", "公冶", "钟离")

_RANKS = (
    "党组|党委|党工委|管委会|工委|理事会|董事会|常务|执行|代理?|副|正|助理|首席|高级|总|"
    "见习|名誉|候任|原|一级|二级|三级|四级"
)
POSTS = (
    "局长|处长|科长|主任科员|主任|书记|市长|区长|县长|州长|省长|镇长|乡长|部长|院长|校长|"
    "所长|厅长|司长|署长|关长|行长|馆长|站长|队长|组长|班长|会长|理事长|理事|董事长|董事|"
    "主席|委员长|委员|常委|总经理|经理|总裁|总监|总编辑|主编|编辑|记者|秘书长|秘书|参赞|"
    "总领事|领事|大使|公使|代表|专员|专家|主管|干事|干部|科员|调研员|巡视员|研究员|教授|"
    "讲师|博士后|工程师|总工程师|建筑师|设计师|会计师|经济师|律师|合伙人|创始人|负责人|"
    "联系人|顾问|助理|助手|法人代表|董事局主席|执行官|财务官|技术官|运营官|发言人|翻译|译员|"
    "司机|随员|工作人员"
)
_LONGEST_FIRST = "|".join(sorted(POSTS.split("|"), key=len, reverse=True))
#: One post, and several of them one after the other; taken once and for all, for a list may be made to take long.
_POST = rf"(?>(?:{_RANKS})*(?:{_LONGEST_FIRST})(?:助理|兼)?)"
TITLES = re.compile(rf"{_POST}(?:[、/，,兼 ]*+{_POST})*+")
#: What a body is called in Chinese; the office stands behind it.
_BODIES = (
    "局|委员会|管委会|委|部|厅|院|大学|学校|公司|集团|中心|园区|高新区|开发区|新区|区|"
    "处|科|室|所|站|银行|基金会|基金|协会|商会|学会|联合会|办公室|办|会|社|馆|厂|店|"
    "政府|市|县|省|镇|街道|总领事馆|领事馆|大使馆|使馆|研究院|实验室|事务部|团"
)
BODY = re.compile(rf".*(?:{_BODIES})$")
#: Ends of bodies that are no ends of given names.
SHORT_BODY = re.compile(r"(?:[局厅委办处部科]|公司|集团|中心|大学|学院|园区|政府|协会|代表团|名单)$")
BODY_AND_POST = re.compile(rf"^(?P<body>[^、，,；;]*(?:{_BODIES}))(?P<post>{TITLES.pattern})$")

COURTESIES = {
    "先生": CourtesyTitle.MR,
    "女士": CourtesyTitle.MS,
    "小姐": CourtesyTitle.MS,
    "博士": CourtesyTitle.DR,
    "教授": CourtesyTitle.PROFESSOR,
    "同志": CourtesyTitle.NONE,
    "师傅": CourtesyTitle.NONE,
    "老师": CourtesyTitle.NONE,
}
LATIN_COURTESIES = {
    **dict.fromkeys(("mr", "sir"), CourtesyTitle.MR),
    **dict.fromkeys(("ms", "mrs", "miss", "mme", "madam", "madame"), CourtesyTitle.MS),
    **dict.fromkeys(("dr", "doctor"), CourtesyTitle.DR),
    **dict.fromkeys(("prof", "professor"), CourtesyTitle.PROFESSOR),
    **dict.fromkeys(("hon", "he", "h.e"), CourtesyTitle.NONE),
}
LATIN_POSTS = re.compile(
    r"\b(?:director|deputy|manager|president|chair\w*|chief|officer|minister|mayor|governor|secretary|head|dean|partner"
    r"|founder|ceo|cto|cfo|coo|vp|svp|evp|vice|counsel\w*|consul|ambassador|attach[eé]|engineer|scientist|researcher"
    r"|assistant|interpreter|general|commissioner|member|representative|executive|lead|leader|fellow|advis[eo]r"
    r"|analyst|coordinator|specialist|lecturer|delegate|senior|principal|rector|chancellor)\b",
    re.IGNORECASE,
)
LATIN_BODY = re.compile(
    r"\b(?:inc|ltd|llc|gmbh|corp\w*|company|co|group|university|institute|bureau|committee|commission|centre|center"
    r"|department|ministry|bank|fund|association|chamber|park|zone|city|government|office|school|college|council"
    r"|agency|foundation|laborator\w+|holdings?|ag|plc|sa)\b\.?",
    re.IGNORECASE,
)
ROLES = (
    (re.compile(r"(?<!副)(?:团长|领队)|head of (?:the )?delegation|delegation (?:head|leader)", re.I), MemberRole.HEAD),
    (re.compile(r"翻译|译员|口译|\binterpreter\b", re.I), MemberRole.INTERPRETER),
    (re.compile(r"随员|工作人员|随行|司机|联络员|\b(?:staff|driver)\b", re.I), MemberRole.STAFF),
)
BRACKETS = re.compile(r"[（(【\[]([^（()）】\]]*)[)）】\]]")
GENDER = {"男", "女", "m", "f", "male", "female"}
#: Before the colon of a line of a letter, or above those whom it counts for: what they are on their side.
ROLE_WORDS = (
    "副团长|团长|领队|代表团成员|团员|成员|代表团团员|随行人员|随员|工作人员|联络员|翻译人员|翻译|译员|口译员|司机|驾驶员|陪同人员|陪同|来宾|嘉宾"
    r"|head of (?:the )?delegation|head|members?(?: of the delegation)?|delegates?|interpreters?|staff|drivers?"
)
ROLE_HEADING = re.compile(
    rf"(?i)(?:{ROLE_WORDS})(?:名单)?\s*[（(]?\s*(?:\d+|[一二三四五六七八九十]+)?\s*[人名位]?\s*[)）]?\s*[:：]?"
)
ROLE_PREFIX = re.compile(
    rf"(?i)^(?P<word>{ROLE_WORDS})\s*[:：]\s*|^(?P<bare>副团长|团长|领队|随员|工作人员|联络员|翻译|译员|司机)[ \u3000]+"
)
#: Roles whose word says all that the office would.
INTERPRETS = re.compile(rf"(?i)(?:^|[、，,/ ])[{HAN}]{{0,4}}(?:翻译|译员|口译|翻译员|口译员)$|\binterpreter$")
SERVES = re.compile(r"(?i)^(?:司机|驾驶员|随员|driver)$")
NOT_NAMED = re.compile(
    r"(?i)(?:人选|人员)?(?:待定|待确定|待确认|待补)|未定|tb[acdn]|t\.b\.[acdn]\.?"
    r"|to be (?:named|confirmed|announced)|n\.?n\.?"
)
DIETARY = re.compile(
    r"(?i)素食|吃素|清真|忌口|过敏|不吃|不食|忌|低糖|无糖|糖尿|vegetarian|vegan|halal|kosher|allerg|gluten|diet|no pork"
)
ACCESS = re.compile(r"(?i)轮椅|无障碍|行动不便|拐杖|助听|听障|视障|盲|wheelchair|hearing|mobility|access")
