"""What is loud in one script is how another is written."""

import pytest

from discussion.models import Says
from discussion.screening import Draft
from discussion.screening.shouting import SHOUTING, Loud, find
from tests.screening.nonsense import NONSENSE

QUIET = {
    "English": "The commission said on Tuesday that nothing was decided yet.",
    "acronyms": "NATO, WHO, UNESCO, UNICEF and IMF all say so.",
    "acronyms alone": "NATO! WHO? EU.",
    "acronyms in Chinese": "我认为NATO和WHO以及UNESCO、UNICEF、IMF、WTO应该参加这次会议并且发表自己的意见。",
    "a short shout": "NO, NEVER!",
    "three marks": "Really??? That is great!!!",
    "German nouns": "Die Bundesregierung hat im Deutschen Bundestag über die Änderung des Grundgesetzes beraten.",
    "Turkish": "İstanbul'da yaşayan herkes bunu bilir: ışıklar İÖ 300'den beri yanıyor.",
    "Greek": "Η Ελληνική Δημοκρατία ψήφισε χθες ΝΔ και ΣΥΡΙΖΑ, όπως όλοι περίμεναν.",
    "Cyrillic": "Президент США и премьер РФ встретились в ООН; НАТО против.",
    "Chinese": "我认为这篇文章写得非常好，但是作者没有说明数据的来源。哈哈哈哈哈哈哈哈哈哈哈哈",
    "Japanese laughter": "それは本当に面白いですねwwwwwwwwwwww",
    "Korean laughter": "정말 웃기네요 ㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋ",
    "Portuguese laughter": "Muito bom kkkkkkkkkkkkkkkk",
    "Arabic with vowels": "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ قال الكاتب هههههههههههههه",
    "Arabic made longer": "العـــــــــــــــــــــــــربية جميلة",
    "Persian": "این مقاله بسیار خوب بود و من با نویسنده موافقم.",
    "Hindi": "मैं इस लेख से पूरी तरह सहमत हूँ, लेकिन आँकड़े कहाँ से आए हैं? क्षत्रिय ज्ञान",
    "Hebrew with points": "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים אֵ֥ת הַשָּׁמַ֖יִם וְאֵ֥ת הָאָֽרֶץ",
    "Vietnamese": "Tôi đồng ý với ý kiến của bạn về vấn đề này, nhưng cần thêm số liệu.",
    "Vietnamese, decomposed": "Tiê\u0323\u0302\u0301ng Viê\u0323t ve\u0302\u0300 va\u0302\u0301n đe\u0302\u0300 này",
    "Thai": "ฉันเห็นด้วยกับบทความนี้ แต่ข้อมูลมาจากที่ไหน ขำมาก 555555555555",
    "Burmese": "ကျွန်တော် ဤဆောင်းပါးကို သဘောတူပါသည်။ မြန်မာနိုင်ငံ",
    "Tibetan": "བཀྲ་ཤིས་བདེ་ལེགས། ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ། རྫོགས་ཆེན་སྙིང་ཐིག",
    "Cherokee": "ᎠᏂᏴᏫᏯ ᎨᏒᎢ ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ ᎤᏬᏂᏍᏗ ᎣᏏᏲ ᎣᏏᏲ ᎣᏏᏲ",
    "Georgian": "საქართველოს პარლამენტმა გუშინ მიიღო კანონი, რომელსაც ყველა ელოდა.",
    "Yoruba": "Ẹ̀kọ́ ni ọ̀nà sí ọjọ́ ọ̀la, àwọn ọmọ wa gbọ́dọ̀ kọ́ èdè Yorùbá.",
    "a few emoji": "Great article 👏👏👏 🇺🇦🇪🇺 👨‍👩‍👧‍👦👍🏽❤️",
    "a long word": "Donaudampfschifffahrtsgesellschaft, Schifffahrt, Zooorchester, hmmmm, noooooo.",
    "a rule and numbers": "----------------------\n1000000000000 ......................",
    "an address in capitals": "See https://example.org/AAAAAAAAAAAAAAAAAAAAA/NATO-WHO-UNESCO-AND-ALL-OF-THEM!!!!!!!",
    "somebody else's shouting": "> YOU ARE ALL WRONG AND NOBODY READS THIS!!!!!!!!!\n\nPlease do not shout at us.",
    "code": "It prints `NO SUCH FILE OR DIRECTORY FOUND HERE!!!!!!!` and stops.",
}
LOUD = {
    "English": "THIS IS THE WORST ARTICLE THAT I HAVE EVER READ",
    "German": "DAS IST DOCH ALLES GELOGEN, IHR SEID ALLE GEKAUFT. Ja.",
    "Turkish": "BU HABERİN HİÇBİR DOĞRU TARAFI YOKTUR ARKADAŞLAR",
    "Greek": "ΑΥΤΟ ΤΟ ΑΡΘΡΟ ΕΙΝΑΙ ΓΕΜΑΤΟ ΨΕΜΑΤΑ ΚΑΙ ΛΑΘΗ",
    "Cyrillic": "ЭТО САМАЯ ГЛУПАЯ СТАТЬЯ, КОТОРУЮ Я ЧИТАЛ",
    "letters of mathematics": "𝐓𝐇𝐈𝐒 𝐈𝐒 𝐓𝐇𝐄 𝐖𝐎𝐑𝐒𝐓 𝐀𝐑𝐓𝐈𝐂𝐋𝐄 𝐓𝐇𝐀𝐓 𝐈 𝐄𝐕𝐄𝐑 𝐑𝐄𝐀𝐃",
    "wide letters": "ＴＨＩＳ ＩＳ ＴＨＥ ＷＯＲＳＴ ＡＲＴＩＣＬＥ ＴＨＡＴ Ｉ ＲＥＡＤ",
    "marks": "Is nobody reading this????",
    "marks of both kinds": "What?!?!?!",
    "Chinese marks": "这是真的吗？？？？？",
    "one letter": "That is soooooooooooo wrong.",
    "one letter, of both cases": "That is sOoOoOoOoOoOo wrong.",
    "laughter without end": "k" * 60,
    "a wall of emoji": "😂😂😂😂😂 😂😂😂😂😂\n😂😂😂😂😂",
    "a wall of flags": "🇺🇦" * 13,
    "a wall of families": "👨‍👩‍👧‍👦" * 13,
}
COVERING = {
    "Latin": "H\u0335\u0301\u0302\u0303\u0304\u0305e\u0301\u0302\u0303\u0304\u0305 comes",
    "Thai": "ก" + "\u0e47" * 20,
    "Arabic": "م" + "\u064e" * 20,
    "of signs": "a" + "\u20dd" * 5,
}


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET)
def test_people_write_so(text):
    assert find(Draft(text, None), Loud()) is None


@pytest.mark.parametrize("text", LOUD.values(), ids=LOUD)
def test_that_is_shouting(text):
    found = find(Draft(text, None), Loud())
    assert found and found.says is None and found.said and SHOUTING.says == Says.NUDGE


@pytest.mark.parametrize("text", COVERING.values(), ids=COVERING)
def test_marks_that_cover_other_lines_wait_for_review(text):
    assert find(Draft(text, None), Loud()).says == Says.HOLD


@pytest.mark.parametrize("text", NONSENSE.values(), ids=NONSENSE)
def test_no_text_breaks_it(text):
    found = find(Draft(text, None), Loud())
    assert found is None or len(found.reason) < 300


def test_limits_can_be_moved():
    assert find(Draft("Is nobody reading this????", None), Loud(marks=4)) is None
    assert "3" in find(Draft("Really???", None), Loud(marks=2)).reason
