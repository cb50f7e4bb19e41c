"""Regions as sources write them: a province or a country, or nothing that is not certain."""

import pytest

from warehouse.load.places import CITIES, COUNTRIES, LATIN_CITIES, PROVINCES
from warehouse.load.regions import country_of, province_of


@pytest.mark.parametrize(
    ("region", "province"),
    [
        ("IP属地:四川 成都", "四川"), ("发布于 广东", "广东"), ("北京市", "北京"), ("中国香港", "香港"),
        ("内蒙古自治区", "内蒙古"), ("合肥", "安徽"), ("青岛市", "山东"),
        ("Beijing", "北京"), ("Guangdong Province", "广东"), ("Shaanxi", "陕西"),
        ("Xi'an", "陕西"), ("Shenzhen, China", "广东"), ("Hong Kong", "香港"), ("hk", "香港"),
    ],
)  # fmt: skip
def test_a_place_in_china_has_its_province_and_country(region: str, province: str) -> None:
    assert (province_of(region), country_of(region)) == (province, "中国")


@pytest.mark.parametrize(
    ("region", "country"),
    [
        ("IP属地：日本", "日本"), ("海外 美国", "美国"), ("United Kingdom", "英国"), ("Tokyo, Japan", "日本"),
        ("New Zealand", "新西兰"), ("Ivory Coast", "科特迪瓦"), ("us", "美国"), ("ca", "加拿大"), ("中国", "中国"),
        ("China", "中国"),
    ],
)  # fmt: skip
def test_a_country_is_called_by_its_chinese_name(region: str, country: str) -> None:
    assert (province_of(region), country_of(region)) == (None, country)


@pytest.mark.parametrize(
    "region",
    ["California", "CA", "State of Queensland", "New York", "Tokyo Prefecture", "东京", "北海道", "马里兰州", "海外",
     "海外 其他", "其他", "保密", "朝阳", "Suzhou", "Niger State", ""],
)  # fmt: skip
def test_part_of_a_country_or_an_ambiguous_name_is_no_country(region: str) -> None:
    assert (province_of(region), country_of(region)) == (None, None)


def test_names_mean_one_place() -> None:
    cities = [city for listed in (CITIES, LATIN_CITIES) for row in listed.values() for city in row.split()]
    countries = [row.split()[0] for row in COUNTRIES.split(";")]
    names = [*PROVINCES, *PROVINCES.values(), *cities, *countries]
    assert len(set(names)) == len(names)
    assert set(CITIES) | set(LATIN_CITIES) <= set(PROVINCES)
