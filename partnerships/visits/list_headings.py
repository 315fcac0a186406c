"""What the columns of a list of people are called, in Chinese and in English."""

from __future__ import annotations

import re

from portal.core.names import is_han

#: Column → headings, without spaces and marks, in small letters. “both” holds organisation and office in one.
_HEADINGS = {
    "name": (
        "姓名 名字 来宾 来宾姓名 代表姓名 嘉宾姓名 嘉宾 中文姓名 中文名 成员 人员 人员姓名 name "
        "names fullname delegate delegates participant chinesename nameinchinese guest"
    ),
    "other": (
        "英文姓名 英文名 英文 拼音 姓名拼音 外文姓名 外文名 englishname nameinenglish pinyin latinname nameenglish"
    ),
    "family": "姓 姓氏 surname lastname familyname",
    "given": "名 firstname givenname forename firstnames givennames",
    "office": (
        "职务 职位 职称 职务职称 职务职位 现任职务 岗位 title jobtitle position office post function role designation"
    ),
    "organization": (
        "单位 工作单位 单位名称 所在单位 机构 机构名称 公司 公司名称 企业 部门 单位部门 "
        "organisation organization company institution employer affiliation unit department "
        "agency"
    ),
    "both": (
        "单位及职务 单位职务 工作单位及职务 单位和职务 职务及单位 单位与职务 工作单位职务 "
        "单位职位 单位及职位 职务单位 titleandorganisation titleandorganization "
        "positionandorganisation positionandorganization organisationandposition "
        "organizationandposition organisationtitle organizationtitle titleorganisation "
        "titleorganization affiliationandtitle"
    ),
    "role": ("身份 团内身份 团内职务 角色 代表团职务 roleinthedelegation roleindelegation delegationrole"),
    "email": "邮箱 电子邮箱 电子邮件 邮件 email emailaddress mail",
    "dietary": ("饮食 饮食要求 饮食需求 饮食禁忌 忌口 用餐要求 餐饮要求 dietary diet dietaryneeds dietaryrequirements"),
    "access_needs": "无障碍 无障碍需求 特殊需求 access accessneeds accessibility specialneeds",
    "interpreting": "翻译 翻译需求 所需翻译 语言 语种 interpreting interpretation language languages",
    "photographs": "拍照 是否同意拍照 同意拍照 肖像 photo photos photographs photography photoconsent",
    "remark": "备注 说明 其他 备注说明 特殊要求 remark remarks note notes comment comments",
    "ignored": (
        "序号 编号 no number nr sn 性别 gender sex 民族 年龄 age 出生日期 dateofbirth 电话 手机 "
        "手机号 手机号码 联系电话 联系方式 phone tel telephone mobile cell 传真 fax "
        "证件号 证件号码 身份证号 身份证号码 护照 护照号 护照号码 passport "
        "passportnumber passportno 国籍 nationality country"
    ),
}
_COLUMNS = {heading: column for column, headings in _HEADINGS.items() for heading in headings.split()}
_LONGEST = 40


def column_of(heading: str) -> str:
    """The column that a cell heads; empty where it heads none. “姓名 Name” and “职务/Title” are known too."""
    if len(heading) > _LONGEST:
        return ""
    bare = re.sub(r"[（(][^()（）]*[)）]", "", heading)
    han = "".join(char for char in bare if is_han(char))
    latin = "".join(char for char in bare.casefold() if char.isascii() and char.isalnum())
    whole = "".join(char for char in heading.casefold() if char.isalnum())
    return next((_COLUMNS[key] for key in (whole, han, latin) if key in _COLUMNS), "")
