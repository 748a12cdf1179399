"""Every page that is looked at, by name; signed-in ones with the account that sees them."""

WARENDORF, DIRECTORY = "Kreis Warendorf", "Verzeichnis der Ansprechpersonen"
ROUND = "/werkstaetten/fachkraefte/2/"

PUBLIC = {
    "start": "/",
    "werkstaetten": "/werkstaetten/",
    "werkstatt": "/werkstaetten/fachkraefte/",
    "durchgang": ROUND,
    "termin": f"{ROUND}auftakt/",
    "kommunen": "/kommunen/",
    "kommune": "/kommunen/kreis-lippe/",
    "berichte": "/berichte/",
    "bericht": "/berichte/fuenf-kommunen-ein-thema/",
    "konferenzen": "/konferenzen/",
    "konferenz": "/konferenzen/bundeskonferenz-2024/",
    "programm": "/konferenzen/herbstakademie-2016/programm/",
    "programm-raster": "/konferenzen/demonstrations-konferenz/programm/?ansicht=raster",
    "mitwirkende": "/konferenzen/herbstakademie-2016/mitwirkende/",
    "marktplatz": "/konferenzen/demonstrations-konferenz/marktplatz/",
    "downloads": "/downloads/",
    "termine": "/termine/",
    "person": "/personen/sonja-muders/",
    "thema": "/themen/fachkraeftesicherung/",
    "suche": "/suche/?q=fachkraefte",
    "suche-einer-art": "/suche/?q=bildung&art=programm",
    "suche-ohne-treffer": "/suche/?q=atlantis",
    "impressum": "/impressum/",
    "datenschutz": "/datenschutz/",
    "barrierefreiheit": "/barrierefreiheit/",
    "leichte-sprache": "/leichte-sprache/",
    "gebaerdensprache": "/gebaerdensprache/",
    "anmelden": "/konto/login/",
    "anmelden-mit-code": "/konto/login/code/",
    "kennwort-vergessen": "/konto/password/reset/",
    "fehler-404": "/gibt-es-nicht/",
}

# name → (account, words of the link that leads there from the page before it, in order)
SIGNED_IN = {
    "teams": ("team.lippe", "/teams/", []),
    "teamraum": ("team.lippe", "/teams/", ["Kreis Lippe"]),
    "zeitleiste": ("team.lippe", "/teams/", ["Kreis Lippe", "Zeitleiste"]),
    "meilenstein": ("leitung.warendorf", "/teams/", [WARENDORF, DIRECTORY]),
    "meilenstein-neu": ("leitung.warendorf", "/teams/", [WARENDORF, "Meilenstein anlegen"]),
    "meilenstein-bearbeiten": (
        "leitung.warendorf",
        "/teams/",
        [WARENDORF, DIRECTORY, "Meilenstein bearbeiten"],
    ),
    "meilenstein-aufteilen": (
        "leitung.warendorf",
        "/teams/",
        [WARENDORF, DIRECTORY, "In Teile aufteilen"],
    ),
    "meilenstein-verwerfen": (
        "leitung.warendorf",
        "/teams/",
        [WARENDORF, DIRECTORY, "Mit Begründung verwerfen"],
    ),
    "meilensteine-ordnen": (
        "leitung.warendorf",
        "/teams/",
        [WARENDORF, "Alle Meilensteine in eigener Reihenfolge"],
    ),
    "eintragen": ("leitung.warendorf", "/teams/", [WARENDORF, DIRECTORY, "Stand eintragen"]),
    "wert-eintragen": ("leitung.warendorf", "/teams/", [WARENDORF, DIRECTORY, "Wert eintragen"]),
    "benachrichtigungen": ("team.lippe", "/konto/benachrichtigungen/", []),
    "arbeitsblaetter": ("team.lippe", "/teams/", ["Kreis Lippe", "Arbeitsblätter"]),
    "akteure": (
        "team.lippe",
        "/teams/",
        ["Kreis Lippe", "Arbeitsblätter", "Karte mit 14 Akteuren öffnen"],
    ),
    "beratung": (
        "team.lippe",
        "/teams/",
        ["Kreis Lippe", "Arbeitsblätter", "Betriebe kommen nicht zum Runden Tisch"],
    ),
    "selbsteinschaetzung": (
        "team.lippe",
        "/teams/",
        ["Kreis Lippe", "Arbeitsblätter", "Wo stehen wir bei den sieben Kernthemen?"],
    ),
    "ueberblick": ("team.lippe", "/teams/", ["Kreis Lippe", "Eine Seite für die Leitung"]),
    "ueberblick-links": (
        "team.lippe",
        "/teams/",
        ["Kreis Lippe", "Eine Seite für die Leitung", "Als Link weitergeben"],
    ),
    "cockpit": ("koordination", "/cockpit/", []),
    "cockpit-durchgang": ("koordination", "/cockpit/", ["Fachkräfte-Werkstatt, Durchgang 2"]),
    "cockpit-verlauf": (
        "koordination",
        "/cockpit/",
        ["Fachkräfte-Werkstatt, Durchgang 2", "Verlauf und Statusbericht"],
    ),
    "cockpit-tabellen": (
        "koordination",
        "/cockpit/",
        ["Fachkräfte-Werkstatt, Durchgang 2", "Als Tabelle (XLSX, CSV)"],
    ),
    "cockpit-zahlen": ("koordination", "/cockpit/zahlen/", []),
    "verwaltung": ("koordination", "/verwaltung/", []),
    "verwaltung-durchgaenge": ("koordination", "/verwaltung/workshops/round/", []),
    "verwaltung-berichte": ("redaktion", "/verwaltung/publications/report/", []),
}
