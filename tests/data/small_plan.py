"""小计划 · A small plan for the tests of intake: six grains, two dozen items, no rules."""

from eqrules.plan.plan import About, Grain, ItemSpec, ItemType, Plan


def _item(id: str, zh: str, grain: str, type: ItemType, unit: str = "", **more: object) -> ItemSpec:
    aliases = more.pop("aliases", ())
    about = About(zh=zh, en=id.replace("_", " "), aliases=aliases)  # type: ignore[arg-type]
    return ItemSpec(id=id, grain=grain, type=type, unit=unit, about=about, **more)  # type: ignore[arg-type]


TYPES = ("小学", "初级中学", "九年一贯制学校", "完全中学")
LEVELS = ("Ⅰ级", "Ⅱ级", "Ⅲ级", "Ⅳ级")

AREAS = ("111", "112", "121", "122", "123", "210", "220")

GRAINS = (
    Grain(id="county", keys=("county",), key_item="division_code", about=About(zh="县", en="counties")),
    Grain(
        id="county_stage",
        keys=("county", "stage"),
        key_item="stage",
        parent="county",
        about=About(zh="县学段", en="county stages"),
    ),
    Grain(
        id="school",
        keys=("county", "school"),
        key_item="school_code",
        parent="county",
        about=About(zh="学校", en="schools"),
    ),
    Grain(
        id="section",
        keys=("county", "school", "stage"),
        key_item="stage",
        parent="school",
        about=About(zh="学段校", en="sections"),
    ),
    Grain(
        id="class",
        keys=("county", "school", "stage", "class"),
        key_item="class_name",
        parent="section",
        about=About(zh="班级", en="classes"),
    ),
    Grain(
        id="room",
        keys=("county", "school", "room"),
        key_item="room_number",
        parent="school",
        about=About(zh="专用教室", en="rooms"),
    ),
)

ITEMS = (
    _item("division_code", "行政区划代码", "county", "text"),
    _item("county_name", "县名称", "county", "text"),
    _item("rotation_teachers", "交流轮岗教师数", "county", "integer", "人", whole=True, minimum="0"),
    _item("boarding_rate", "寄宿率", "county", "decimal", "%", minimum="0"),
    _item("level", "学业水平", "county", "list", values=LEVELS, ranked=True, may_be_none=True),
    _item("planning", "学校规划布局合理", "county", "yes_no", judged="G1"),
    _item("school_code", "学校标识码", "school", "text"),
    _item("school_name", "学校名称", "school", "text"),
    _item("school_type", "办学类型", "school", "list", values=TYPES, values_en=("primary", "junior")),
    _item("teaching_area", "教学及辅助用房面积", "school", "decimal", "平方米", minimum="0"),
    _item("equipment", "教学仪器设备值", "school", "decimal", "万元", minimum="0"),
    _item("senior_pupils", "高中在校生数", "school", "integer", "人", whole=True, may_be_none=True),
    _item("boarding", "是否寄宿制学校", "school", "yes_no"),
    _item("urban_rural_code", "城乡分类代码", "school", "list", values=AREAS, may_be_none=True),
    _item("built_year", "建成年份", "school", "year"),
    _item("opened", "建校日期", "school", "date"),
    _item("stage", "学段", "section", "list", values=("小学", "初中"), values_en=("primary", "junior")),
    _item("pupils", "在校生数", "section", "integer", "人", whole=True, minimum="0", aliases=("学生数",)),
    _item("degree_teachers", "高于规定学历教师数", "section", "integer", "人", whole=True, minimum="0"),
    _item("class_name", "班级名称", "class", "text"),
    _item(
        "class_pupils",
        "班级学生数",
        "class",
        "integer",
        "人",
        whole=True,
        minimum="0",
        aliases=("班额", "学生数"),
    ),
    _item("room_number", "教室编号", "room", "text"),
    _item("room_area", "教室面积", "room", "decimal", "平方米", minimum="0"),
)

PLAN = Plan(id="test/small", grains=GRAINS, items=ITEMS)
