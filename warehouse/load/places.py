"""Names of places that tell a province or a country for certain; names that fit several places are left out."""

from typing import Final

PROVINCES: Final[dict[str, str]] = {
    "北京": "Beijing", "天津": "Tianjin", "上海": "Shanghai", "重庆": "Chongqing", "河北": "Hebei", "山西": "Shanxi",
    "辽宁": "Liaoning", "吉林": "Jilin", "黑龙江": "Heilongjiang", "江苏": "Jiangsu", "浙江": "Zhejiang",
    "安徽": "Anhui", "福建": "Fujian", "江西": "Jiangxi", "山东": "Shandong", "河南": "Henan", "湖北": "Hubei",
    "湖南": "Hunan", "广东": "Guangdong", "海南": "Hainan", "四川": "Sichuan", "贵州": "Guizhou", "云南": "Yunnan",
    "陕西": "Shaanxi", "甘肃": "Gansu", "青海": "Qinghai", "内蒙古": "Inner Mongolia", "广西": "Guangxi",
    "西藏": "Tibet", "宁夏": "Ningxia", "新疆": "Xinjiang", "香港": "Hong Kong", "澳门": "Macau", "台湾": "Taiwan",
}  # fmt: skip
"""Short forms of the 34 provincial units and their English names."""

FURTHER_PROVINCES: Final[dict[str, str]] = {
    "Nei Mongol": "内蒙古", "Neimenggu": "内蒙古", "Xizang": "西藏", "Macao": "澳门", "hk": "香港", "mo": "澳门",
    "tw": "台湾",
}  # fmt: skip
"""Other names of them, and the codes of App Store shop fronts."""

CITIES: Final[dict[str, str]] = {
    "河北": "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水",
    "山西": "太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁",
    "内蒙古": "呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布",
    "辽宁": "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛",
    "吉林": "长春 四平 辽源 通化 白山 松原 白城 延边",
    "黑龙江": "哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化",
    "江苏": "南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁",
    "浙江": "杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水",
    "安徽": "合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城",
    "福建": "福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德",
    "江西": "南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶",
    "山东": "济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽",
    "河南": "郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店",
    "湖北": "武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施",
    "湖南": "长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底",
    "广东": "广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮",
    "广西": "南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左",
    "海南": "海口 三亚 三沙 儋州",
    "四川": "成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 凉山",
    "贵州": "贵阳 六盘水 遵义 安顺 毕节 铜仁",
    "云南": "昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 大理 西双版纳",
    "西藏": "拉萨 日喀则 昌都 林芝 那曲",
    "陕西": "西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛",
    "甘肃": "兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南",
    "青海": "西宁 海东",
    "宁夏": "银川 石嘴山 吴忠 固原 中卫",
    "新疆": "乌鲁木齐 克拉玛依 吐鲁番 哈密 喀什 伊犁",
    "台湾": "台北 新北 台中 台南 高雄",
}
"""Province -> cities, without 市. A place that is only a district or county of its name is not among them."""

LATIN_CITIES: Final[dict[str, str]] = {
    "安徽": "Hefei", "福建": "Xiamen", "广东": "Guangzhou Shenzhen Dongguan Foshan Zhuhai", "广西": "Nanning Guilin",
    "河北": "Shijiazhuang", "河南": "Zhengzhou Luoyang", "黑龙江": "Harbin", "湖北": "Wuhan", "湖南": "Changsha",
    "吉林": "Changchun", "江苏": "Nanjing Wuxi", "江西": "Nanchang", "辽宁": "Shenyang Dalian",
    "山东": "Jinan Qingdao Yantai", "陕西": "Xian", "四川": "Chengdu", "云南": "Kunming",
    "浙江": "Hangzhou Ningbo Wenzhou", "台湾": "Taipei Kaohsiung",
}  # fmt: skip
"""The same of cities whose spelling without tones is theirs alone (Suzhou and Fuzhou are two cities each)."""

COUNTRIES: Final[str] = """
中国 China cn; 日本 Japan jp; 韩国 South Korea kr; 朝鲜 North Korea; 蒙古 Mongolia mn; 新加坡 Singapore sg;
马来西亚 Malaysia my; 泰国 Thailand th; 越南 Vietnam vn; 印度尼西亚 Indonesia id; 菲律宾 Philippines ph;
柬埔寨 Cambodia kh; 老挝 Laos la; 缅甸 Myanmar mm; 文莱 Brunei bn; 东帝汶 Timor-Leste; 印度 India in;
巴基斯坦 Pakistan pk; 孟加拉国 Bangladesh; 斯里兰卡 Sri Lanka lk; 尼泊尔 Nepal np; 不丹 Bhutan bt;
马尔代夫 Maldives mv; 阿富汗 Afghanistan af; 哈萨克斯坦 Kazakhstan kz; 乌兹别克斯坦 Uzbekistan uz;
吉尔吉斯斯坦 Kyrgyzstan kg; 塔吉克斯坦 Tajikistan tj; 土库曼斯坦 Turkmenistan tm; 伊朗 Iran; 伊拉克 Iraq iq;
叙利亚 Syria; 黎巴嫩 Lebanon lb; 以色列 Israel il; 巴勒斯坦 Palestine; 约旦 Jordan jo; 沙特阿拉伯 Saudi Arabia sa;
阿联酋 United Arab Emirates ae; 卡塔尔 Qatar qa; 科威特 Kuwait kw; 巴林 Bahrain bh; 阿曼 Oman om; 也门 Yemen ye;
土耳其 Turkey tr; 塞浦路斯 Cyprus cy; 格鲁吉亚; 亚美尼亚 Armenia am; 阿塞拜疆 Azerbaijan az; 英国 United Kingdom gb;
爱尔兰 Ireland ie; 法国 France fr; 德国 Germany de; 意大利 Italy it; 西班牙 Spain es; 葡萄牙 Portugal pt;
荷兰 Netherlands nl; 比利时 Belgium be; 卢森堡 Luxembourg lu; 瑞士 Switzerland ch; 奥地利 Austria at;
列支敦士登 Liechtenstein; 摩纳哥 Monaco; 安道尔 Andorra; 圣马力诺 San Marino; 梵蒂冈 Vatican City; 马耳他 Malta mt;
希腊 Greece gr; 丹麦 Denmark dk; 瑞典 Sweden se; 挪威 Norway no; 芬兰 Finland fi; 冰岛 Iceland is;
爱沙尼亚 Estonia ee; 拉脱维亚 Latvia lv; 立陶宛 Lithuania lt; 波兰 Poland pl; 捷克 Czechia cz; 斯洛伐克 Slovakia sk;
匈牙利 Hungary hu; 罗马尼亚 Romania ro; 保加利亚 Bulgaria bg; 塞尔维亚 Serbia rs; 黑山 Montenegro me;
克罗地亚 Croatia hr; 斯洛文尼亚 Slovenia si; 波黑 Bosnia and Herzegovina ba; 北马其顿 North Macedonia mk;
阿尔巴尼亚 Albania al; 摩尔多瓦 Moldova md; 乌克兰 Ukraine ua; 白俄罗斯 Belarus by; 俄罗斯 Russia ru;
直布罗陀 Gibraltar; 法罗群岛 Faroe Islands; 格陵兰 Greenland; 美国 United States us; 加拿大 Canada ca;
墨西哥 Mexico mx; 百慕大 Bermuda bm; 危地马拉 Guatemala gt; 伯利兹 Belize bz; 萨尔瓦多 El Salvador sv;
洪都拉斯 Honduras hn; 尼加拉瓜 Nicaragua ni; 哥斯达黎加 Costa Rica cr; 巴拿马 Panama pa; 古巴 Cuba;
牙买加 Jamaica jm; 海地 Haiti; 多米尼加 Dominican Republic do; 巴哈马 Bahamas bs; 巴巴多斯 Barbados bb;
特立尼达和多巴哥 Trinidad and Tobago tt; 阿鲁巴 Aruba; 波多黎各 Puerto Rico; 哥伦比亚 Colombia co;
委内瑞拉 Venezuela ve; 圭亚那 Guyana gy; 苏里南 Suriname sr; 厄瓜多尔 Ecuador ec; 秘鲁 Peru pe; 玻利维亚 Bolivia bo;
巴西 Brazil br; 巴拉圭 Paraguay py; 乌拉圭 Uruguay uy; 阿根廷 Argentina ar; 智利 Chile cl; 澳大利亚 Australia au;
新西兰 New Zealand nz; 斐济 Fiji fj; 汤加 Tonga to; 萨摩亚 Samoa; 瓦努阿图 Vanuatu; 所罗门群岛 Solomon Islands;
巴布亚新几内亚 Papua New Guinea pg; 帕劳 Palau pw; 关岛 Guam; 埃及 Egypt eg; 利比亚 Libya ly; 突尼斯 Tunisia tn;
阿尔及利亚 Algeria dz; 摩洛哥 Morocco ma; 苏丹 Sudan; 南苏丹 South Sudan; 埃塞俄比亚 Ethiopia et; 厄立特里亚 Eritrea;
吉布提 Djibouti; 索马里 Somalia; 肯尼亚 Kenya ke; 乌干达 Uganda ug; 坦桑尼亚 Tanzania tz; 卢旺达 Rwanda rw;
布隆迪 Burundi; 刚果（金）; 刚果（布）; 加蓬 Gabon ga; 喀麦隆 Cameroon cm; 乍得 Chad; 中非;
赤道几内亚 Equatorial Guinea; 尼日利亚 Nigeria ng; 尼日尔 Niger ne; 贝宁 Benin bj; 多哥 Togo; 加纳 Ghana gh;
科特迪瓦 Ivory Coast ci; 布基纳法索 Burkina Faso bf; 马里 Mali ml; 塞内加尔 Senegal sn; 冈比亚 Gambia gm; 几内亚;
塞拉利昂 Sierra Leone sl; 利比里亚 Liberia lr; 毛里塔尼亚 Mauritania mr; 佛得角 Cape Verde cv; 安哥拉 Angola ao;
赞比亚 Zambia zm; 津巴布韦 Zimbabwe zw; 马拉维 Malawi mw; 莫桑比克 Mozambique mz; 博茨瓦纳 Botswana bw;
纳米比亚 Namibia na; 南非 South Africa za; 莱索托 Lesotho; 斯威士兰 Eswatini sz; 马达加斯加 Madagascar mg;
毛里求斯 Mauritius mu; 塞舌尔 Seychelles sc; 科摩罗 Comoros
"""
"""Chinese name, English name, code of the App Store shop front; what is missing or ambiguous (Georgia) is left out."""

FURTHER_COUNTRIES: Final[dict[str, str]] = {
    "US": "美国", "USA": "美国", "United States of America": "美国", "UK": "英国", "Great Britain": "英国",
    "UAE": "阿联酋", "阿拉伯联合酋长国": "阿联酋", "Korea": "韩国", "Republic of Korea": "韩国", "Viet Nam": "越南",
    "印尼": "印度尼西亚", "Türkiye": "土耳其", "孟加拉": "孟加拉国", "Burma": "缅甸", "巴巴多斯岛": "巴巴多斯",
    "Czech Republic": "捷克", "Russian Federation": "俄罗斯", "沙特": "沙特阿拉伯", "The Netherlands": "荷兰",
}  # fmt: skip
"""Other names of countries."""
