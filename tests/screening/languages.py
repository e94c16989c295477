# ruff: noqa: E501  wide signs
"""How people in eight languages say something about a town and its river: each sentence is put together from a time, who
it is about, what they do, and why.
"""

from itertools import cycle, product
from typing import NamedTuple


class Language(NamedTuple):
    parts: tuple[tuple[str, ...], ...]
    stop: str
    short: tuple[str, ...]
    gap: str = " "

    def sentences(self, chance):
        """One after the other, of which no two share more than two parts: people do not say the same by chance."""
        *choices, last = self.parts
        every = list(product(*(range(len(part)) for part in choices)))
        chance.shuffle(every)
        for numbers in cycle(every):
            said = [part[number] for part, number in zip(choices, numbers, strict=True)]
            yield self.gap.join([*said, last[sum(numbers) % len(last)]]) + self.stop


def parts(*lines):
    return tuple(tuple(line.split(" | ")) for line in lines)


LANGUAGES = {
    "en": Language(
        parts(
            "Last summer | As far as I know | For many years | To be honest, | In our village | Since the flood | "
            "According to the WHO | If I remember it well,",
            "the engineers at the dam | most of my neighbours | the mayor and her council | farmers down the valley | "
            "people from NATO countries | my late grandfather | the EU commission | nobody at the BBC",
            "kept asking for a new bridge | never saw such low water | paid far too much for bread | warned about the "
            "old wall | could not sell a single house | wrote letters to the ministry | has ALWAYS said the opposite | "
            "had to carry buckets uphill",
            "because the winters became so dry | although it was promised in 2009 | while the car park was being built | "
            "and I wonder who will answer for it | which the article does not even mention | so I doubt these numbers | "
            "until the university published its report | and that is no joke",
        ),
        ".",
        ("Thanks!", "I agree.", "Great article, thank you!", "Really???", "Wow!!!", "LOL", "👏👏👏", "No."),
    ),
    "de": Language(
        parts(
            "Im letzten Sommer | Soweit ich weiß, | Seit vielen Jahren | Ehrlich gesagt: | In unserem Dorf | Laut WHO",
            "haben die Ingenieure am Staudamm | haben fast alle Nachbarn | hat die Bürgermeisterin | haben die Bauern "
            "im Tal | hat die EU-Kommission | hat mein Großvater",
            "vor der alten Mauer gewarnt | nie so wenig Wasser gesehen | viel zu viel für Brot bezahlt | Briefe an das "
            "Ministerium geschrieben | das Gegenteil behauptet | eine neue Brücke verlangt",
            "weil die Winter so trocken wurden | obwohl es 2009 versprochen war | was der Artikel nicht erwähnt | und "
            "ich frage mich, wer dafür haftet | bis die Universität ihren Bericht vorlegte | und das ist kein Scherz",
        ),
        ".",
        ("Danke!", "Stimme zu.", "Sehr guter Artikel, danke!", "Ernsthaft?!", "Nein.", "👍"),
    ),
    "tr": Language(
        parts(
            "Geçen yaz | Bildiğim kadarıyla | Uzun yıllardır | Dürüst olmak gerekirse | Bizim köyde | Selden beri",
            "barajdaki mühendisler | komşularımın çoğu | belediye başkanı | vadideki çiftçiler | rahmetli dedem | AB "
            "komisyonu",
            "eski duvar konusunda uyardı | böyle az su görmedi | ekmeğe fazla para verdi | bakanlığa mektup yazdı | tam "
            "tersini söyledi | yeni bir köprü istedi",
            "çünkü kışlar çok kurak geçti | oysa 2009'da söz verilmişti | makalede bundan söz edilmiyor | kim hesap "
            "verecek merak ediyorum | üniversite raporunu yayımlayana kadar | bu şaka değil",
        ),
        ".",
        ("Teşekkürler!", "Katılıyorum.", "Harika bir yazı!", "Gerçekten mi??", "Hayır."),
    ),
    "el": Language(
        parts(
            "Το περασμένο καλοκαίρι | Απ' όσο ξέρω | Εδώ και χρόνια | Για να είμαι ειλικρινής | Στο χωριό μας | Μετά "
            "την πλημμύρα",
            "οι μηχανικοί στο φράγμα | οι περισσότεροι γείτονες | η δήμαρχος | οι αγρότες της κοιλάδας | ο παππούς μου "
            "| η επιτροπή της ΕΕ",
            "προειδοποιούσε για τον παλιό τοίχο | δεν είδε ποτέ τόσο λίγο νερό | πλήρωσε πολλά για το ψωμί | έγραψε "
            "στο υπουργείο | είπε το αντίθετο | ζητούσε νέα γέφυρα",
            "γιατί οι χειμώνες ήταν ξηροί | αν και το υποσχέθηκαν το 2009 | πράγμα που το άρθρο δεν αναφέρει | και "
            "αναρωτιέμαι ποιος φταίει | ώσπου το πανεπιστήμιο έβγαλε την έκθεση | και δεν είναι αστείο",
        ),
        ".",
        ("Ευχαριστώ!", "Συμφωνώ.", "Πολύ καλό άρθρο!", "Αλήθεια;;;", "Όχι."),
    ),
    "ru": Language(
        parts(
            "Прошлым летом | Насколько я знаю, | Уже много лет | Честно говоря, | В нашей деревне | По данным ВОЗ",
            "инженеры на плотине | почти все мои соседи | мэр и её совет | фермеры в долине | мой дед | никто в ООН",
            "предупреждали о старой стене | не видели такой низкой воды | слишком дорого платили за хлеб | писали "
            "письма в министерство | говорили обратное | просили новый мост",
            "потому что зимы стали сухими | хотя обещали ещё в 2009 году | о чём статья даже не упоминает | и интересно, "
            "кто за это ответит | пока университет не издал отчёт | и это не шутка",
        ),
        ".",
        ("Спасибо!", "Согласен.", "Отличная статья!", "Серьёзно???", "Нет."),
    ),
    "zh": Language(
        parts(
            "去年夏天 | 据我所知 | 多年以来 | 说实话 | 在我们村里 | 根据WHO的数据",
            "大坝的工程师们 | 我的大多数邻居 | 市长和议会 | 山谷里的农民 | 我的祖父 | NATO国家的人",
            "警告过那堵旧墙 | 从没见过这么低的水位 | 买面包花了太多钱 | 给部里写过许多信 | 说的正好相反 | 一直要求修建新桥",
            "因为冬天变得非常干燥 | 虽然二〇〇九年就已经承诺了 | 而文章根本没有提到这一点 | 我想知道谁会为此负责 | "
            "直到大学发表了报告 | 这可不是开玩笑",
        ),
        "。",
        ("谢谢！", "同意。", "好文章！", "真的吗？？", "哈哈哈哈哈哈"),
        "，",
    ),
    "ar": Language(
        parts(
            "في الصيف الماضي | على حد علمي | منذ سنوات طويلة | بصراحة | في قريتنا | بعد الفيضان",
            "كان المهندسون في السد | كان معظم جيراني | كان رئيس البلدية | كان المزارعون في الوادي | كان جدي | كانت "
            "اللجنة",
            "يحذر من الجدار القديم | لم ير مثل هذا الماء القليل | يدفع الكثير ثمنا للخبز | يكتب رسائل إلى الوزارة | "
            "يقول عكس ذلك | يطالب بجسر جديد",
            "لأن الشتاء صار جافا جدا | رغم أنهم وعدوا بذلك سنة ٢٠٠٩ | وهذا ما لم يذكره المقال | وأتساءل من سيتحمل "
            "المسؤولية | إلى أن نشرت الجامعة تقريرها | وهذه ليست مزحة",
        ),
        ".",
        ("شكرا!", "أوافق.", "مقال رائع!", "حقا؟؟؟", "هههههههههه"),
    ),
    "hi": Language(
        parts(
            "पिछली गर्मियों में | जहाँ तक मुझे पता है | कई सालों से | सच कहूँ तो | हमारे गाँव में | बाढ़ के बाद से",
            "बाँध के इंजीनियर | मेरे ज़्यादातर पड़ोसी | महापौर और परिषद | घाटी के किसान | मेरे दादाजी | आयोग के लोग",
            "पुरानी दीवार के बारे में चेतावनी देते रहे | इतना कम पानी कभी नहीं देखा | रोटी के लिए बहुत पैसे देते थे | मंत्रालय को चिट्ठियाँ लिखते "
            "रहे | ठीक उल्टा कहते थे | नया पुल माँगते रहे",
            "क्योंकि सर्दियाँ बहुत सूखी हो गईं | हालाँकि २००९ में वादा किया गया था | जिसका लेख में ज़िक्र तक नहीं | और मैं सोचता हूँ कि जवाब कौन देगा | "
            "जब तक विश्वविद्यालय ने रिपोर्ट नहीं छापी | और यह मज़ाक नहीं है",
        ),
        "।",
        ("धन्यवाद!", "सहमत हूँ।", "बढ़िया लेख!", "सच में??", "नहीं।"),
    ),
}
