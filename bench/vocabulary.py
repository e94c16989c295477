"""Words of four languages, to make sentences of: they mean nothing, but are as long, as frequent and as alike as ours."""

from dataclasses import dataclass

LITTLE_SHARE = 0.4  # of the words of a text are these few
QUOTED, SET_OFF = 0.06, 0.08


@dataclass(frozen=True)
class Language:
    little: list[str]
    words: list[str]
    space: str
    comma: str
    ends: tuple[str, ...]
    quotes: tuple[str, str]
    capital: bool = True

    def word(self, random):
        return random.choice(self.little if random.random() < LITTLE_SHARE else self.words)

    def sentence(self, random, length=None):
        """Its words, each with the signs and the space after it."""
        words = [self.word(random) for _ in range(length or random.randint(6, 26))]
        words = [self._dressed(random, word) for word in words]
        if self.capital:
            words[0] = words[0][:1].upper() + words[0][1:]
        words[-1] = words[-1].rstrip(self.comma)
        end = "" if length else random.choice(self.ends)
        return [word + self.space for word in words[:-1]] + [words[-1] + end + self.space]

    def _dressed(self, random, word):
        if random.random() < QUOTED:
            return self.quotes[0] + word + self.quotes[1]
        return word + self.comma if random.random() < SET_OFF else word


LANGUAGES = {
    "English": Language(
        "the of and to a in that is for it with as was on be by at from this have not or had but they were are".split(),
        """government village river bridge harbour minister council report school teacher hospital winter summer flood
        border money market farmer price wheat water engine railway station passenger driver letter window garden
        mountain valley forest family neighbour question answer promise election mayor party speech crowd street
        evening morning yesterday tomorrow country language history museum painting concert newspaper editor reader
        archive photograph witness court judge lawyer prison police officer soldier peace treaty agreement company
        worker factory machine energy electricity weather storm island fishing boat captain sailor distance journey
        built closed opened decided refused promised carried explained measured repaired waited travelled counted
        quietly slowly hardly recently public narrow empty heavy distant ordinary careful foreign northern local
        cafe\u0301 re\u0301sume\u0301 don't won't neighbour's well-known long-term 1987 2,400 👩🏽‍🚒 🇹🇷 ❤️ naïve
        """.split()
        + ["100\xa0km", "Mr.\xa0Hale"],
        " ",
        ",",
        (".", ".", ".", "?", "…", "!"),
        ('"', '"'),
    ),
    "German": Language(
        """der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er
        hat dass sie nach wird bei""".split(),
        """Regierung Gemeinde Brücke Hafenbehörde Ministerin Stadtrat Bericht Grundschule Krankenhausverwaltung Winter
        Hochwasser Grenze Landwirt Getreidepreis Wasser Eisenbahn Bahnhof Fahrgast Brief Fenster Garten Gebirge Tal
        Wald Familie Nachbarschaft Frage Antwort Versprechen Wahl Bürgermeister Partei Rede Straße Abend Morgen
        gestern Sprache Geschichte Museum Gemälde Zeitung Leserin Archiv Lichtbild Zeuge Gericht Richterin Anwalt
        Gefängnis Friedensvertrag Vereinbarung Unternehmen Arbeiter Fabrik Maschine Energieversorgung Wetter Sturm
        Insel Fischerboot Kapitän Entfernung Reise gebaut geschlossen eröffnet entschieden abgelehnt getragen erklärt
        gemessen wartete reiste zählte leise langsam kaum kürzlich öffentlich schmal leer schwer entfernt gewöhnlich
        vorsichtig fremd nördlich örtlich Donaudampfschifffahrt Äpfel u\u0308ber größer EU-Gipfel 3.500 ☕
        """.split()
        + ["z.\xa0B.", "20\xa0Prozent"],
        " ",
        ",",
        (".", ".", ".", "?", "!"),
        ("„", "“"),
    ),
    "Arabic": Language(
        "في من على إلى عن مع هذا هذه التي الذي كان أن لا ما قد بعد قبل بين كل عند".split(),
        """الحكومة القرية النهر الجسر الميناء الوزير المجلس التقرير المدرسة المعلم المستشفى الشتاء الصيف الفيضان
        الحدود المال السوق الفلاح السعر القمح الماء القطار المحطة المسافر السائق الرسالة النافذة الحديقة الجبل
        الوادي الغابة العائلة الجار السؤال الجواب الوعد الانتخابات الحزب الخطاب الشارع المساء الصباح أمس غدا البلد
        اللغة التاريخ المتحف اللوحة الجريدة القارئ الشاهد المحكمة القاضي المحامي السجن السلام الاتفاق الشركة العامل
        المصنع الآلة الطاقة الكهرباء الطقس العاصفة الجزيرة السفينة البحار المسافة الرحلة بنى أغلق فتح قرر رفض حمل
        شرح قاس أصلح انتظر سافر عد ببطء بهدوء حديثا عام ضيق فارغ ثقيل بعيد عادي غريب شمالي محلي كَتَبَ مُدَرِّس
        ١٩٨٧ 🌍""".split(),
        " ",
        "،",
        (".", ".", "؟", "!"),
        ("«", "»"),
        capital=False,
    ),
    "Chinese": Language(
        "的 了 在 是 和 有 这 他 我们 也 不 就 人 都 一个 上 到 说 要 对".split(),
        """政府 村庄 河流 大桥 港口 部长 议会 报告 学校 老师 医院 冬天 夏天 洪水 边界 资金 市场 农民 价格 小麦 铁路 车站
        乘客 司机 信件 窗户 花园 高山 山谷 森林 家庭 邻居 问题 回答 承诺 选举 市长 政党 演讲 街道 晚上 早晨 昨天 明天 国家
        语言 历史 博物馆 绘画 音乐会 报纸 编辑 读者 档案 照片 证人 法院 法官 律师 监狱 警察 士兵 和平 条约 协议 公司 工人
        工厂 机器 能源 电力 天气 暴风雨 岛屿 渔船 船长 距离 旅行 建成 关闭 开放 决定 拒绝 解释 测量 修理 等待 计算 安静 缓慢
        几乎 最近 公共 狭窄 空 沉重 遥远 普通 小心 外国 北部 当地 1987年 😀""".split(),
        "",
        "，",
        ("。", "。", "。", "？", "！"),
        ("“", "”"),
        capital=False,
    ),
}
