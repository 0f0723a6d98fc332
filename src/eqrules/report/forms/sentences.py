"""表Ⅳ、表Ⅴ的句子 · The sentences with blanks of 表Ⅳ and 表Ⅴ: one line each, figures by the names of items and rules."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """One line of the form.

    In a sentence `{item}` is a figure of the county, `{item.小学}` of one stage, `{G11a}` the value of an
    indicator (`{G13.小学}` of one stage), `{=G1}` what a person judged, `{!G1}` on
    what evidence, `{*G4}` how many objects reach it.
    """

    rules: tuple[str, ...]
    title: str
    sentence: str


GOVERNMENT: tuple[Line, ...] = (
    Line(("G1",), "县域内义务教育学校规划布局合理，符合国家规定要求", "{=G1}。{!G1}"),
    Line(("G2a", "G2b", "G2c", "G2d"),
         "城乡义务教育学校建设标准统一、教师编制标准统一、生均公用经费基准定额统一、基本装备配置标准统一",
         "建设标准统一：{=G2a}；教师编制标准统一：{=G2b}；生均公用经费基准定额统一：{=G2c}，小学{quota_per_pupil.小学}元、"
         "初中{quota_per_pupil.初中}元；基本装备配置标准统一：{=G2d}。"),
    Line(("G3a", "G3b", "G3c"),
         "所有小学、初中每12个班级配备音乐、美术专用教室1间以上；每间音乐专用教室面积不小于96平方米，"
         "每间美术专用教室面积不小于90平方米",
         "音乐专用教室：{*G3a}；美术专用教室：{*G3b}。"),
    Line(("G4", "G4b"), "所有小学、初中规模不超过2000人，九年一贯制学校、十二年一贯制学校义务教育阶段规模不超过2500人",
         "{*G4}。"),
    Line(("G5", "G5b"), "小学、初中所有班级学生数分别不超过45人、50人", "{*G5}。"),
    Line(("G6",), "不足100名学生村小和教学点按100名学生核定公用经费", "{*G6}。"),
    Line(("G7",), "特殊教育学校生均公用经费不低于6000元",
         "特殊教育公用经费{special_running}万元，特殊教育学校在校生{special_pupils}人，生均公用经费{G7}元。"),
    Line(("G8a", "G8b"),
         "全县义务教育学校教师平均工资收入水平不低于当地公务员平均工资收入水平，足额核定教师绩效工资总量",
         "义务教育学校教师年均工资收入{teacher_pay}元，当地公务员年均工资收入{civil_pay}元；"
         "足额核定教师绩效工资总量：{=G8b}。"),
    Line(("G9",), "教师5年360学时培训完成率达到100%", "教师5年360学时培训完成率{G9}。"),
    Line(("G10",), "县级教育行政部门在核定的教职工编制总额和岗位总量内，统筹分配各校教职工编制和岗位数量",
         "{=G10}。{!G10}"),
    Line(("G11a", "G11b"),
         "全县每年交流轮岗教师的比例不低于符合交流条件教师总数的10%；其中，骨干教师不低于交流轮岗教师总数的20%",
         "上一年度交流轮岗教师{rotation_teachers}人，占符合交流条件教师总数{rotation_eligible}人的{G11a}；"
         "其中骨干教师{rotation_backbone}人，占交流轮岗教师总数的{G11b}。符合交流条件指{eligible_definition}。"),
    Line(("G12",), "专任教师持有教师资格证上岗率达到100%", "专任教师持有教师资格证上岗率{G12}。"),
    Line(("G13",), "城区和镇区公办小学、初中（均不含寄宿制学校）就近划片入学比例分别达到100%、95%以上",
         "小学就近划片入学比例{G13.小学}，初中就近划片入学比例{G13.初中}。"),
    Line(("G14", "G14b", "G14c"), "全县优质高中招生名额分配比例不低于50%，并向农村初中倾斜",
         "优质高中招生计划总数{senior_places}人，分配到初中的名额{senior_places_allocated}人，占{G14}；"
         "其中农村初中{senior_places_rural}人，占分配名额的{G14b}。向农村初中倾斜：{=G14c}。"),
    Line(("G15a", "G15b"),
         "留守儿童关爱体系健全，全县符合条件的随迁子女在公办学校和政府购买服务的民办学校就读的比例不低于85%",
         "留守儿童关爱体系健全：{=G15a}；符合条件的随迁子女{migrant_eligible}人，在公办学校就读{migrant_public}人，"
         "在政府购买服务的民办学校就读{migrant_purchased}人，合计占{G15b}。"),
)  # fmt: skip
QUALITY: tuple[Line, ...] = (
    Line(("Q1", "Q1b"), "全县初中三年巩固率达到95%以上",
         "初中毕业生{junior_graduates}人，三年前初一在校生{junior_entrants}人，三年转入{transfers_in}人、"
         "转出{transfers_out}人、死亡{deaths}人，巩固率{Q1}。"),
    Line(("Q2",), "全县残疾儿童少年入学率达到95%以上",
         "适龄残疾儿童少年{disabled_total}人，其中随班就读{disabled_inclusive}人、特殊教育学校（班）就读{disabled_special}人、"
         "送教上门{disabled_home}人，入学率{Q2}。"),
    Line(("Q3a", "Q3b"), "所有学校制定章程，实现学校管理与教学信息化", "制定章程：{*Q3a}；管理与教学信息化：{*Q3b}。"),
    Line(("Q4", "Q4b", "Q4c"), "全县所有学校按照不低于学校年度公用经费预算总额的5%安排教师培训经费",
         "{*Q4}；全县教师培训经费占公用经费预算的{Q4c}。"),
    Line(("Q5",), "教师能熟练运用信息化手段组织教学，设施设备利用率达到较高水平", "{=Q5}。{!Q5}"),
    Line(("Q6",), "所有学校德育工作、校园文化建设水平达到良好以上", "{*Q6}。"),
    Line(("Q7",), "课程开齐开足，教学秩序规范，综合实践活动有效开展", "{=Q7}。{!Q7}"),
    Line(("Q8",), "无过重课业负担", "{=Q8}。{!Q8}"),
    Line(("Q9a", "Q9b"), "在国家义务教育质量监测中，相关科目学生学业水平达到Ⅲ级以上，且校际差异率低于0.15",
         "{~Q9a,Q9b}。"),
)  # fmt: skip
