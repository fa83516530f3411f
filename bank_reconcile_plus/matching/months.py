"""The months of the year as people write them on a payment, in 25 languages.

A subscription is paid with ``abonnement mrt`` or ``contract 05/2026``: the month says which of several equal
invoices is meant. Source: Unicode CLDR, month names (wide and abbreviated, in a sentence and standing alone).

>>> months_of("mrt"), months_of("listopad"), months_of("betaling")
((3,), (10, 11), ())
"""

from __future__ import annotations

from .text import fold

#: language -> twelve groups of spellings, January first
MONTHS = {
    "en": (
        "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep "
        "october/oct november/nov december/dec"
    ),
    "nl": (
        "januari/jan februari/feb maart/mrt april/apr mei juni/jun juli/jul augustus/aug september/sep "
        "oktober/okt november/nov december/dec"
    ),
    "de": (
        "januar/jan februar/feb märz/mär april/apr mai juni/jun juli/jul august/aug september/sept/sep "
        "oktober/okt november/nov dezember/dez"
    ),
    "fr": (
        "janvier/janv février/févr mars avril/avr mai juin juillet/juil août septembre/sept octobre/oct "
        "novembre/nov décembre/déc"
    ),
    "es": (
        "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago "
        "septiembre/sept octubre/oct noviembre/nov diciembre/dic"
    ),
    "it": (
        "gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug agosto/ago "
        "settembre/set ottobre/ott novembre/nov dicembre/dic"
    ),
    "pt": (
        "janeiro/jan fevereiro/fev março/mar abril/abr maio/mai junho/jun julho/jul agosto/ago "
        "setembro/set outubro/out novembro/nov dezembro/dez"
    ),
    "da": (
        "januar/jan februar/feb marts/mar april/apr maj juni/jun juli/jul august/aug september/sep "
        "oktober/okt november/nov december/dec"
    ),
    "nb": (
        "januar/jan februar/feb mars/mar april/apr mai juni/jun juli/jul august/aug september/sep "
        "oktober/okt november/nov desember/des"
    ),
    "sv": (
        "januari/jan februari/feb mars april/apr maj juni juli augusti/aug september/sep oktober/okt "
        "november/nov december/dec"
    ),
    "fi": (
        "tammikuuta/tammi/tammikuu helmikuuta/helmi/helmikuu maaliskuuta/maalis/maaliskuu "
        "huhtikuuta/huhti/huhtikuu toukokuuta/touko/toukokuu kesäkuuta/kesä/kesäkuu "
        "heinäkuuta/heinä/heinäkuu elokuuta/elo/elokuu syyskuuta/syys/syyskuu lokakuuta/loka/lokakuu "
        "marraskuuta/marras/marraskuu joulukuuta/joulu/joulukuu"
    ),
    "et": (
        "jaanuar/jaan veebruar/veebr märts aprill/apr mai juuni juuli august/aug september/sept "
        "oktoober/okt november/nov detsember/dets"
    ),
    "lv": (
        "janvāris/janv februāris/febr marts aprīlis/apr maijs jūnijs/jūn jūlijs/jūl augusts/aug "
        "septembris/sept oktobris/okt novembris/nov decembris/dec"
    ),
    "lt": (
        "sausio/saus/sausis vasario/vas/vasaris kovo/kov/kovas balandžio/bal/balandis gegužės/geg/gegužė "
        "birželio/birž/birželis liepos/liep/liepa rugpjūčio/rugp/rugpjūtis rugsėjo/rugs/rugsėjis "
        "spalio/spal/spalis lapkričio/lapkr/lapkritis gruodžio/gruod/gruodis"
    ),
    "pl": (
        "stycznia/sty/styczeń lutego/lut/luty marca/mar/marzec kwietnia/kwi/kwiecień maja/maj "
        "czerwca/cze/czerwiec lipca/lip/lipiec sierpnia/sie/sierpień września/wrz/wrzesień "
        "października/paź/październik listopada/lis/listopad grudnia/gru/grudzień"
    ),
    "cs": (
        "ledna/led/leden února/úno/únor března/bře/březen dubna/dub/duben května/kvě/květen "
        "června/čvn/červen července/čvc/červenec srpna/srp/srpen září/zář října/říj/říjen "
        "listopadu/lis/listopad prosince/pro/prosinec"
    ),
    "sk": (
        "januára/jan/január februára/feb/február marca/mar/marec apríla/apr/apríl mája/máj júna/jún "
        "júla/júl augusta/aug/august septembra/sep/september októbra/okt/október novembra/nov/november "
        "decembra/dec/december"
    ),
    "sl": (
        "januar/jan februar/feb marec/mar april/apr maj junij/jun julij/jul avgust/avg september/sep "
        "oktober/okt november/nov december/dec"
    ),
    "hr": (
        "siječnja/sij/siječanj veljače/velj/veljača ožujka/ožu/ožujak travnja/tra/travanj "
        "svibnja/svi/svibanj lipnja/lip/lipanj srpnja/srp/srpanj kolovoza/kol/kolovoz rujna/ruj/rujan "
        "listopada/lis/listopad studenoga/stu/studeni prosinca/pro/prosinac"
    ),
    "hu": (
        "január/jan február/febr március/márc április/ápr május/máj június/jún július/júl augusztus/aug "
        "szeptember/szept október/okt november/nov december/dec"
    ),
    "ro": (
        "ianuarie/ian februarie/feb martie/mar aprilie/apr mai iunie/iun iulie/iul august/aug "
        "septembrie/sept octombrie/oct noiembrie/nov decembrie/dec"
    ),
    "bg": (
        "януари/яну февруари/фев март април/апр май юни юли август/авг септември/сеп октомври/окт "
        "ноември/ное декември/дек"
    ),
    "el": (
        "ιανουαρίου/ιαν/ιανουάριος φεβρουαρίου/φεβ/φεβρουάριος μαρτίου/μαρ/μάρτιος/μάρ "
        "απριλίου/απρ/απρίλιος μαΐου/μαΐ/μάιος/μάι ιουνίου/ιουν/ιούνιος/ιούν ιουλίου/ιουλ/ιούλιος/ιούλ "
        "αυγούστου/αυγ/αύγουστος/αύγ σεπτεμβρίου/σεπ/σεπτέμβριος οκτωβρίου/οκτ/οκτώβριος "
        "νοεμβρίου/νοε/νοέμβριος/νοέ δεκεμβρίου/δεκ/δεκέμβριος"
    ),
    "tr": (
        "ocak/oca şubat/şub mart/mar nisan/nis mayıs/may haziran/haz temmuz/tem ağustos/ağu eylül/eyl "
        "ekim/eki kasım/kas aralık/ara"
    ),
    "ca": (
        "gener/gen febrer/febr març abril/abr maig juny juliol/jul agost/ag setembre/set octubre/oct "
        "novembre/nov desembre/des"
    ),
}


def _collect() -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for names in MONTHS.values():
        for month, spellings in enumerate(names.split(), start=1):
            for spelling in spellings.split("/"):
                found.setdefault(fold(spelling), set()).add(month)
    return {word: tuple(sorted(months)) for word, months in found.items()}


_MONTHS_BY_WORD = _collect()


def months_of(folded_word: str) -> tuple[int, ...]:
    """The months (1 to 12) a folded word may mean; several when languages disagree, none for other words."""
    return _MONTHS_BY_WORD.get(folded_word, ())
