"""Who the demo company deals with: invented companies and people, named as such names really look.

Among them what makes matching hard: names that differ by one letter, umlauts and their transliterations, hotels that
share a parent who pays, people, and companies without a known account.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Party:
    """A customer (``role`` "customer") or a vendor; ``account`` says whether its bank account is known."""

    key: str
    name: str
    country: str
    zip: str
    city: str
    street: str
    role: str = "customer"
    account: bool = True
    parent: str = ""
    is_company: bool = True
    expense: str = ""

    @property
    def record_id(self) -> str:
        return f"demo_partner_{self.key}"


COMPANY_NAME = "Linden & Vos Trading B.V."
# As in demo_company.xml, which is written by hand.
CURRENT_ACCOUNT = "NL14NZBK0417164300"
SAVINGS_ACCOUNT = "NL82NZBK7020553118"

NOT_COMPANIES = {"dewit", "weiss", "bosch", "haddad", "mueller_lager"}

_CUSTOMERS = [
    ("anker", "Anker Maritiem B.V.", "NL", "3011 AA", "Rotterdam", "Boompjes 255"),
    ("bakker", "Bakker & Zn. B.V.", "NL", "2801 AB", "Gouda", "Markt 14"),
    ("zonneveld", "Bakkerij Zonneveld V.O.F.", "NL", "2802 KC", "Gouda", "Turfsingel 31"),
    ("bloemendaal", "Kwekerij Bloemendaal B.V.", "NL", "1431 LK", "Aalsmeer", "Oosteinderweg 402"),
    ("blauwetram", "Brouwerij De Blauwe Tram B.V.", "NL", "2611 CD", "Delft", "Voldersgracht 9"),
    ("dijkstra", "Dijkstra Architecten B.V.", "NL", "8911 BX", "Leeuwarden", "Nieuwestad 60"),
    ("jansen", "Jansen Interieur B.V.", "NL", "3511 LM", "Utrecht", "Oudegracht 188"),
    ("janssen", "Janssen Interieurbouw B.V.", "NL", "6511 PP", "Nijmegen", "Lange Hezelstraat 77"),
    ("kantoorvakman", "De Kantoorvakman B.V.", "NL", "5611 EM", "Eindhoven", "Vestdijk 21"),
    ("zeezicht", "Hotelgroep Zeezicht B.V.", "NL", "2042 AA", "Zandvoort", "Boulevard 3"),
    ("molenaar", "Molenaar Bouw & Onderhoud B.V.", "NL", "8011 VV", "Zwolle", "Thorbeckegracht 45"),
    ("polder", "Polder IT Services B.V.", "NL", "8232 ZM", "Lelystad", "Botter 11"),
    ("merwestroom", "Stichting Scholengroep Merwestroom", "NL", "3311 GR", "Dordrecht", "Voorstraat 302"),
    ("dekies", "Tandartspraktijk De Kies", "NL", "3062 MA", "Rotterdam", "Oudedijk 166"),
    ("vandenberg", "Van den Berg Projectinrichting B.V.", "NL", "4811 XG", "Breda", "Haven 12"),
    ("vanderberg", "Van der Berg Projecten B.V.", "NL", "5038 EB", "Tilburg", "Heuvelring 90"),
    ("vermeer", "Galerie Vermeer & Dochters", "NL", "2611 GP", "Delft", "Oude Delft 113"),
    ("dewit", "Sanne de Wit", "NL", "3032 PA", "Rotterdam", "Zaagmolenkade 8"),
    ("yilmaz", "Yılmaz Horeca B.V.", "NL", "2512 HK", "Den Haag", "Wagenstraat 52"),
    ("zwart", "Zwart Logistiek B.V.", "NL", "5928 NS", "Venlo", "Celsiusweg 30"),
    ("oostplein", "Fysiotherapie Oostplein", "NL", "3061 CC", "Rotterdam", "Oostplein 17"),
    ("huisman", "Huisman & Terpstra Notarissen", "NL", "9712 JN", "Groningen", "Zwanestraat 26"),
    ("krommerijn", "Kromme Rijn Accommodaties B.V.", "NL", "3981 AJ", "Bunnik", "Dorpsstraat 5"),
    ("muellergmbh", "Müller GmbH", "DE", "50667", "Köln", "Breite Straße 80"),
    ("muellersoehne", "Mueller & Söhne KG", "DE", "47533", "Kleve", "Große Straße 12"),
    ("groesser", "Größer Raumkonzepte GmbH", "DE", "40213", "Düsseldorf", "Carlsplatz 4"),
    ("schaefer", "Schäfer Bürobedarf e.K.", "DE", "48143", "Münster", "Salzstraße 21"),
    ("nordheide", "Lichthaus Nordheide GmbH", "DE", "28195", "Bremen", "Am Wall 140"),
    ("huebner", "Hübner Messebau GmbH & Co. KG", "DE", "30159", "Hannover", "Osterstraße 33"),
    ("brauhaus", "Brauhaus am Ring GmbH", "DE", "50672", "Köln", "Hohenzollernring 16"),
    ("oekoladen", "Ökoladen Wuppertal eG", "DE", "42103", "Wuppertal", "Luisenstraße 58"),
    ("devos", "De Vos Interieur NV", "BE", "2000", "Antwerpen", "Meir 48"),
    ("peeters", "Peeters & Claes BV", "BE", "9000", "Gent", "Veldstraat 71"),
    ("lambrecht", "Lambrecht Kantoren NV", "BE", "2800", "Mechelen", "Bruul 39"),
    ("leroy", "Maison Leroy SRL", "BE", "4000", "Liège", "Rue Léopold 25"),
    ("dubois", "Atelier Dubois SA", "BE", "5000", "Namur", "Rue de Fer 64"),
    ("beaurivage", "Château Beaurivage SAS", "FR", "59800", "Lille", "Rue Esquermoise 18"),
    ("benoit", "Éclairages Benoît SARL", "FR", "69002", "Lyon", "Rue Mercière 40"),
    ("lefevre", "Lefèvre Agencement SAS", "FR", "67000", "Strasbourg", "Quai des Bateliers 7"),
    ("kaernten", "Kärntner Möbelhaus GmbH", "AT", "9020", "Klagenfurt", "Alter Platz 22"),
    ("hartley", "Hartley & Boone Ltd", "GB", "NR2 1AB", "Norwich", "Elm Hill 15"),
    ("summit", "Summit Workspaces Inc.", "US", "97205", "Portland", "SW Alder Street 930"),
    ("norregaard", "Nørregaard Møbler ApS", "DK", "8000", "Aarhus", "Vestergade 44"),
    ("oconnor", "O'Connor Office Fitout Ltd", "IE", "H91 X2Y3", "Galway", "Shop Street 31"),
]
_CUSTOMERS_WITHOUT_ACCOUNT = [
    ("weiss", "Jürgen Weiß", "DE", "52062", "Aachen", "Pontstraße 9"),
    ("zuerisee", "Zürisee Büroplan AG", "CH", "8001", "Zürich", "Limmatquai 54"),
    ("luce", "Luce e Forma S.r.l.", "IT", "10121", "Torino", "Via Roma 112"),
    ("munoz", "Muñoz e Hijos S.L.", "ES", "46002", "Valencia", "Calle de las Barcas 6"),
    ("sjoeberg", "Sjöberg Kontor AB", "SE", "411 06", "Göteborg", "Kungsgatan 28"),
    ("swiatlo", "Światło i Forma Sp. z o.o.", "PL", "61-772", "Poznań", "Stary Rynek 50"),
    ("bosch", "Mevr. A. van den Bosch-Smit", "NL", "2311 GJ", "Leiden", "Rapenburg 81"),
    ("haddad", "Youssef el Haddad", "NL", "1012 JS", "Amsterdam", "Damrak 70"),
    ("terhorst", "Maatschap ter Horst", "NL", "7411 KT", "Deventer", "Brink 55"),
]
_CHILDREN = [
    ("zeezicht_egmond", "Hotel Zeezicht Egmond", "NL", "1931 EK", "Egmond aan Zee", "Boulevard Noord 2", "zeezicht"),
    ("zeezicht_domburg", "Hotel Zeezicht Domburg", "NL", "4357 BE", "Domburg", "Badstraat 19", "zeezicht"),
    ("mueller_lager", "Müller GmbH, Lager Porz", "DE", "51145", "Köln", "Frankfurter Straße 610", "muellergmbh"),
]
_VENDORS = [
    ("maasnet", "Maasnet Telecom B.V.", "NL", "3012 CN", "Rotterdam", "Weena 690", "telecom"),
    ("stroomvast", "Stroomvast Energie B.V.", "NL", "6811 KS", "Arnhem", "Utrechtsestraat 68", "energy"),
    ("vastgoed", "Vastgoed Maaskade B.V.", "NL", "3071 NL", "Rotterdam", "Maaskade 120", "rent"),
    (
        "delta",
        "Delta Onderlinge Verzekeringen U.A.",
        "NL",
        "4381 ZW",
        "Vlissingen",
        "Boulevard Evertsen 4",
        "insurance",
    ),
    ("zuidhoek", "Zuidhoek Transport B.V.", "NL", "3133 AT", "Vlaardingen", "Westhavenkade 61", "freight"),
    ("lageland", "Drukkerij Het Lage Land B.V.", "NL", "2802 LC", "Gouda", "Kattensingel 70", "office"),
    ("helder", "Helder Schoonmaak B.V.", "NL", "3024 ED", "Rotterdam", "Schiemond 20", "general"),
    ("kuipers", "Kuipers Accountants B.V.", "NL", "3016 DJ", "Rotterdam", "Westerkade 27", "general"),
    ("rijnmond", "Verpakkingen Rijnmond B.V.", "NL", "3197 KG", "Botlek", "Theemsweg 38", "goods"),
    ("schieland", "Autolease Schieland B.V.", "NL", "2901 AX", "Capelle aan den IJssel", "Rivium 14", "travel"),
    ("wolkenveld", "Wolkenveld Hosting B.V.", "NL", "7521 PT", "Enschede", "Hengelosestraat 500", "office"),
    ("dekade", "Uitzendbureau De Kade B.V.", "NL", "3011 TA", "Rotterdam", "Wijnhaven 88", "general"),
    ("ijssel", "Metaalwerken IJssel B.V.", "NL", "8041 AL", "Zwolle", "Rieteweg 7", "goods"),
    ("noorderzon", "Koffiebranderij Noorderzon B.V.", "NL", "9711 HV", "Groningen", "Poelestraat 30", "general"),
    ("thueringen", "Leuchtenfabrik Thüringen GmbH", "DE", "99084", "Erfurt", "Anger 62", "goods"),
    ("boehme", "Drahtwerk Böhme GmbH", "DE", "58762", "Altena", "Lüdenscheider Straße 19", "goods"),
    ("luebeck", "Glashütte Lübeck GmbH", "DE", "23552", "Lübeck", "An der Untertrave 47", "goods"),
    ("krueger", "Spedition Krüger GmbH", "DE", "46446", "Emmerich", "Tackenweide 5", "freight"),
    ("waasland", "Kabelfabriek Waasland NV", "BE", "9100", "Sint-Niklaas", "Parklaan 33", "goods"),
    ("verrerie", "Verrerie de l'Île SARL", "FR", "67400", "Illkirch", "Route du Rhin 11", "goods"),
    ("designlab", "Øresund Designlab ApS", "DK", "2100", "København", "Østerbrogade 29", "goods"),
    ("brightpath", "BrightPath Components LLC", "US", "78701", "Austin", "Congress Avenue 404", "goods"),
]
_VENDORS_WITHOUT_ACCOUNT = [
    ("sklo", "Sklárna Český Les s.r.o.", "CZ", "344 01", "Domažlice", "Náměstí Míru 8", "goods"),
    ("lumenridge", "Lumenridge Optics Inc.", "US", "14604", "Rochester", "Elm Street 71", "goods"),
    ("tielens", "Timmerbedrijf Tielens", "NL", "6211 CS", "Maastricht", "Hoogbrugstraat 12", "general"),
]

PARTIES = {
    party.key: party
    for party in (
        *(Party(*row, is_company=row[0] not in NOT_COMPANIES) for row in _CUSTOMERS),
        *(Party(*row, account=False, is_company=row[0] not in NOT_COMPANIES) for row in _CUSTOMERS_WITHOUT_ACCOUNT),
        *(Party(*row[:6], account=False, parent=row[6], is_company=row[0] not in NOT_COMPANIES) for row in _CHILDREN),
        *(Party(*row[:6], role="vendor", expense=row[6]) for row in _VENDORS),
        *(Party(*row[:6], role="vendor", account=False, expense=row[6]) for row in _VENDORS_WITHOUT_ACCOUNT),
    )
}
