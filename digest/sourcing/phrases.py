"""What platforms, agencies and newsletters say around an article, in the languages newsrooms publish in.

Only patterns stand here; ``boilerplate`` and ``openings`` say where each is
looked for. None spans more than 300 characters, so that hostile text costs no time.
"""

_NAMED = r"[^\n]{1,300}?"
_WHERE = r"[^\n]{1,120}"
ARTICLE = (
    r"(?:article|story|post|entry|piece|report|text|interview|column|essay|analysis|commentary|op-ed|excerpt)"
)

# WordPress and its plug-ins, by the language of the site (translations of "The post %1$s appeared first on %2$s.").
APPEARED_FIRST = (
    rf"The {ARTICLE} {_NAMED} (?:first appeared|appeared first) (?:on|at|in) {_WHERE}",
    rf"Der (?:Beitrag|Artikel) {_NAMED} erschien zuerst auf {_WHERE}",
    rf"(?:L[’']article|Cet article) {_NAMED} est apparu en premier sur {_WHERE}",
    rf"(?:La entrada|El artículo) {_NAMED} (?:se publicó|aparece|apareció) primero en {_WHERE}",
    rf"L[’']articolo {_NAMED} (?:proviene da|sembra essere il primo su) {_WHERE}",
    rf"O (?:post|artigo) {_NAMED} (?:apareceu primeiro|aparece primeiro) (?:em|no|na) {_WHERE}",
    rf"L[’']entrada {_NAMED} ha aparegut primer a {_WHERE}",
    rf"Het bericht {_NAMED} verscheen eerst op {_WHERE}",
    rf"Inlägget {_NAMED} dök först upp på {_WHERE}",
    rf"Innlegget {_NAMED} dukket først opp på {_WHERE}",
    rf"Indlægget {_NAMED} (?:blev først udgivet|dukkede først op) på {_WHERE}",
    rf"Artikkeli {_NAMED} julkaistiin ensimmäisen kerran {_WHERE}",
    rf"Artykuł {_NAMED} pochodzi z serwisu {_WHERE}",
    rf"Příspěvek {_NAMED} (?:pochází z|se nejdříve objevil na) {_WHERE}",
    rf"Articolul {_NAMED} apare (?:prima dată|prima dat[aă]) (?:în|pe) {_WHERE}",
    rf"A\(?z?\)? {_NAMED} bejegyzés először {_WHERE} jelent meg",
    rf"{_NAMED} yazısı ilk (?:önce|olarak) {_WHERE}",
    rf"Το άρθρο {_NAMED} εμφανίστηκε πρώτα στο {_WHERE}",
    rf"Сообщение {_NAMED} появил(?:ись|ось) сначала на {_WHERE}",
    rf"(?:Допис|Запис) {_NAMED} (?:з[’']явився|з'явився) спочатку на {_WHERE}",
    rf"ظهرت المقالة {_NAMED} أول[اً]+ على {_WHERE}",
    rf"نوشته {_NAMED} اولین بار در {_WHERE}",
    rf"הפוסט {_NAMED} הופיע לראשונה ב{_WHERE}",
    rf"Bài viết {_NAMED} xuất hiện (?:đầu tiên|lần đầu) {_WHERE}",
    r"(?:最先出现在|最早出現於)[^\n]{1,120}",
)

CONTINUE = (
    "Read on|Weiterlesen|Mehr lesen|Zum (?:ganzen )?Artikel|Hier weiterlesen|Lire la suite|Lire plus|Lire l[’']article|"
    "En savoir plus|Leer más|Leer nota completa|Seguir leyendo|Sigue leyendo|Continuar leyendo|Ver más|Leggi tutto|"
    "Leggi di più|Leggi l[’']articolo|Continua a leggere|Continua|Lees verder|Lees meer|Leia mais|Ler mais|Saiba mais|"
    "Continue lendo|Continue a ler|Citește mai mult|Czytaj dalej|Czytaj więcej|Čítať ďalej|Číst dále|Celý článok|"
    "Tovább olvasom|Lue lisää|Läs mer|Läs hela|Les mer|Les hele saken|Læs mere|Devamını oku|Devamı|Διαβάστε περισσότερα|"
    "Читать далее|Читать полностью|Подробнее|Читати далі|Детальніше|اقرأ المزيد|قراءة المزيد|ادامه مطلب|"
    "بیشتر بخوانید|مزید پڑھیں|להמשך קריאה|קרא עוד|קראו עוד|और पढ़ें|आगे पढ़ें|আরও পড়ুন|อ่านต่อ|อ่านเพิ่มเติม|Đọc tiếp|Xem thêm|"
    "Baca selengkapnya|Baca juga|继续阅读|阅读全文|阅读更多|查看更多|繼續閱讀|閱讀全文|閱讀更多|続きを読む|もっと見る|全文を読む|더 보기|더보기|계속 읽기"
)
CUT_BY_A_WALL = (
    r"(?:Il vous )?reste \d+ ?% de cet article à lire[^\n]{0,80}|Article réservé aux abonnés|残り\d+文字[^\n]{0,40}|"
    r"この記事は有料[^\n]{0,40}|有料記事|This (?:article|content) is for (?:paid )?(?:subscribers|members)(?: only)?|"
    r"Already a (?:subscriber|member)\?[^\n]{0,60}|Log in to (?:read|continue)[^\n]{0,60}"
)

# Sentences of the house: they begin so, and go to their end.
PLEAS = (
    # English
    rf"(?:Click (?:here )?to )?(?:Listen|Hear) (?:to|now)?:? ?(?:Episode|our|(?:this|the) (?:{ARTICLE}|audio|episode|podcast)|now|here)\b",
    r"(?:Please |Click (?:here )?to )?subscribe (?:to (?:our|the|my|us|this|receive|get)|now|today|here|for|via|on)\b",
    r"(?:Please )?sign up (?:for|to (?:our|the|get|receive)|here|now|today)\b",
    r"Listen here\b|(?:To read more|For more)\b[^.!?]{0,60}\b(?:visit|click|subscribe|go to|see)\b",
    r"(?:Click|Tap) (?:here|on|below)\b",
    r"(?:Follow (?:us|me|@\w+|the author)|Like us|Find us|Join us)\b[^.!?]{0,40}\bon\b",
    rf"(?:Share|Tweet|Print|Email|Bookmark) this(?: {ARTICLE}| page| on)?(?:$|\W)",
    r"(?:Please )?support (?:our|independent|quality) (?:work|journalism|reporting|newsroom|media)\b",
    r"(?:Please )?(?:donate (?:now|today|here|to (?:us|our|support))|become a (?:member|subscriber|patron|supporter))\b",
    r"Join our (?:newsletter|mailing list|channel|community|telegram|whatsapp|membership)\b",
    r"(?:Download|Get) (?:our|the) (?:free )?(?:app|newsletter|latest (?:news|stories|headlines|updates))\b",
    (
        r"(?:Read|See|Watch|Also read|Read also|Read next|Related(?: (?:stories|articles|reading))?|More on this|Don[’']t miss)"
        r"(?: more| also| next| now)?: ?"
    ),
    rf"(?:This|The following) {ARTICLE}(?:,? [^.!?]{{1,80}}?)? (?:first|originally) (?:published|appeared|ran|posted|written|aired)\b",
    (
        rf"This {ARTICLE} (?:has been|was|is)(?: also)? (?:first|originally|adapted|excerpted|reprinted|republished|reposted|updated|"
        r"co-?published|syndicated|translated|available (?:in|on|as)|(?:produced|published|supported|reported) (?:in|with|through|as part)|"
        r"part of (?:our|a|the)\b[^.!?]{0,60}\b(?:series|project|collaboration|partnership|edition|newsletter|package|issue))\b"
    ),
    rf"(?:A|An earlier|Another|One) version of this {ARTICLE}\b",
    r"(?:The )?(?:views|opinions)(?: and (?:views|opinions))? expressed\b[^.!?]{0,80}\b(?:authors?|own|reflect)\b",
    r"\(?Reporting by [^)]{1,200}\)?(?:$|[.)])",
    r"All rights reserved\b",
    r"(?:Copyright )?© ?\d{4}\b",
    r"(?:Enjoying|Enjoyed|Like|Liked) (?:this|what)\b[^.!?]{0,60}\?",
    r"Thank(?:s| you) for (?:reading|subscribing|your support)\b",
    r"You can (?:also )?(?:listen to (?:this|our|the (?:full|podcast|episode|audio|interview))|subscribe|follow us|sign up)\b",
    r"(?:Editor(?:[’']?s|s[’'])?|Author(?:[’']s)?|Publisher[’']s|Ed\.) note:?",
    # German
    r"(?:Jetzt )?(?:Abonnieren Sie|Newsletter (?:abonnieren|bestellen)|Melden Sie sich|Folgen Sie (?:uns|dem))\b",
    r"(?:Artikel anhören|Hören Sie (?:diesen|den) Artikel|Lesen Sie (?:auch|hier|mehr|dazu|jetzt)|Hier finden Sie (?:Informationen|alle)|Mehr (?:dazu|zum Thema)|Auch interessant)\b",
    r"(?:Dieser|Der) (?:Artikel|Beitrag|Text) (?:erschien|ist (?:zuerst|zunächst)|wurde (?:zuerst|zunächst|ursprünglich))\b",
    r"(?:Anmerkung|Hinweis) der Redaktion|Anm\. d\. Red\.",
    # French
    r"(?:Abonnez-vous|Inscrivez-vous|Suivez-nous|Écoute[rz] (?:cet|l[’'])|Partage[rz] (?:cet|l[’'])|Cliquez ici)",
    r"(?:À|A) (?:lire|écouter|voir)(?: aussi| également| ?:)|Lire (?:aussi|également)\b",
    r"(?:Cet|L[’'])\s?article (?:a (?:d[’']abord )?été|est) (?:initialement |d[’']abord )?(?:publié|paru)\b",
    r"(?:Note de la rédaction|Temps de lecture|Mis à jour le|Publié le)\b",
    # Spanish
    (
        r"(?:Suscríb(?:ase|ete)|Regístr(?:ese|ate)|Síguenos|Siga a|Escuch(?:a|ar|e) (?:este|el) artículo|Comparte? (?:este|en)|"
        r"Haz? clic|Haga clic)\b"
    ),
    r"(?:Le[ea] (?:también|además|más)|Te puede interesar|También puede leer|Ver también)\b",
    r"Este artículo (?:fue|se) (?:originalmente )?(?:publicado|publicó)\b|Nota del editor\b",
    # Portuguese
    (
        r"(?:Assine (?:a|o|nossa)|Inscreva-se|Siga-nos|Ouça (?:este|o) artigo|Compartilhe (?:este|esta)|Clique aqui|"
        r"Leia (?:também|mais)|Veja também|Continua (?:após|depois d)a publicidade|Nota do editor)\b"
    ),
    r"Este (?:artigo|texto) foi (?:originalmente )?publicado\b",
    # Italian
    r"(?:Iscriviti|Abbonati|Seguici|Ascolta (?:l[’']|questo )articolo|Condividi|Clicca qui|Leggi anche|Riproduzione riservata)\b",
    r"Questo articolo è (?:stato )?(?:originariamente )?(?:pubblicato|apparso|uscito)\b",
    # Dutch, Scandinavian, Polish, Czech, Turkish, Romanian, Indonesian
    (
        r"(?:Lees ook|Abonneer|Schrijf je in|Luister naar dit|Dit artikel (?:verscheen|is eerder)|Läs också|Les også|Læs også|"
        r"Prenumerera|Abonner|Czytaj (?:też|także)|Zobacz (?:też|także)|Zapisz się|Przeczytaj (?:też|także)|Čtěte také|Ayrıca okuyun|"
        r"Abone ol|Citește și|Baca juga|Ikuti kami)\b"
    ),
    # Russian, Ukrainian, Greek
    (
        r"(?:Подпи(?:сывайтесь|шитесь)|Читайте (?:также|ещё|в)|Смотрите также|Следите за (?:нами|нашими|новостями)|Поделиться|"
        r"Материал (?:впервые )?опубликован|Підпи(?:суйтесь|шіться)|Читайте також|Дивіться також|Διαβάστε (?:επίσης|ακόμα)|Ακολουθήστε)"
    ),
    # Arabic, Persian, Urdu, Hebrew, Hindi
    (
        r"(?:اقر[أؤ](?:وا)? أيض[اً]+|تابع(?:ونا|نا)|اشترك(?:وا)? (?:الآن|في (?:نشرتنا|النشرة|قناتنا|القناة))|شارك(?:وا)? (?:هذا|المقال)|استمع (?:إلى|لهذا)|"
        r"بیشتر بخوانید|همچنین بخوانید|مشترک شوید|یہ بھی پڑھیں|קראו גם|ראו גם|הירשמו|עקבו אחרינו|यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें)"
    ),
    # Chinese, Japanese, Korean
    (
        r"(?:点击(?:这里|此处|查看|阅读)|點擊(?:這裡|此處|查看|閱讀)|(?:欢迎)?(?:订阅|關注|关注)(?:我们|我們|本)|訂閱|(?:相关|延伸|推荐)阅读|"
        r"(?:相關|延伸|推薦)閱讀|相關新聞|分享到|本文(?:原载|原載|首发|首發|转载|轉載|来源|來源)|[（(]?(?:责任)?编辑[:：]|[（(]?責任編輯[:：])"
    ),
    r"(?:関連記事|【関連|あわせて読みたい|この記事(?:は|を(?:シェア|読む))|フォロー(?:する|は)|会員登録|無料登録|구독|관련 ?기사|이 기사를|무단 ?전재)",
)

# Labels that stand before a text with nothing between: "Advertisement The talks went on."
LABELS = (
    r"Advertisement|ADVERTISEMENT|Sponsored(?: content)?|SPONSORED|Paid content|Skip to (?:main )?content|Story continues below(?: this)? ad"
    r"(?:vertisement)?|ANZEIGE|Anzeige|Werbung|Publicité|PUBLICITÉ|Publicidad|PUBLICIDAD|Publicidade|PUBLICIDADE|Pubblicità|PUBBLICITÀ|"
    r"Advertentie|Annonse?|Mainos|Reklama|REKLAMA|Reklam|Реклама|РЕКЛАМА|إعلان|تبلیغات|פרסומת|विज्ञापन|广告|廣告|広告|ＰＲ|광고"
)

AGENCIES = (
    r"AP|A\.P\.|AFP|Reuters|REUTERS|UPI|dpa(?:/\w{2,4})?|DPA|EFE|ANSA|Xinhua|TASS|CNN|BBC|Bloomberg|IPS|RNS|KNA|epd|APA|SDA|sda|ATS|PA|"
    r"ots|SID|AA|DHA|İHA|ANP|Belga|BELGA|TT|NTB|STT|PAP|ČTK|TASR|SITA|MTI|Agerpres|Lusa|LUSA|Adnkronos|askanews|AGI|Europa Press|"
    r"Folhapress|Télam|PTI|ANI|IANS|UNI|Bernama|Antara|ANTARA|KUNA|WAM|SPA|QNA|IRNA|ISNA|Tasnim|Anadolu|Kyodo(?: News)?|KYODO|Jiji|Yonhap|"
    r"CNA|Sputnik|RIA Novosti|Interfax|Ukrinform|Thomson Reuters Foundation|UN News|agencies|Agencies|Staff|"
    r"РИА Новости|ТАСС|Интерфакс|УНИАН|Укринформ|Укрінформ|رويترز|أ ?ف ?ب|أ\.ف\.ب|د ?ب ?أ|واس|وام|قنا|سبوتنيك|الأناضول|ایرنا|ایسنا|تسنیم|"
    r"ロイター|共同|時事|新华社|新華社|中央社|연합뉴스|뉴시스|뉴스1"
)
CREDITED = r"AP|AFP|REUTERS|Reuters|Getty(?: Images)?|EPA|EFE|Shutterstock|Anadolu|dpa|Bloomberg|UPI|Xinhua|Alamy|iStock|Imago|IMAGO|Zuma|NurPhoto"
