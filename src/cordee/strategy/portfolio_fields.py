"""What a portfolio file says of its initiatives, with the names people give it."""

from cordee.platform.importing.fields import Field, plain

_STATUS_WORDS = {
    "idea": "idée, idea, proposition, proposed, demande, request, backlog, intake, submitted, "
    "soumis, non démarré, not started",
    "candidate": "candidat, candidate, cadrage, en cadrage, scoping, étude, en étude, study, "
    "opportunité, faisabilité, feasibility, avant-projet, initiation, discovery, planning, "
    "planification, qualification, définition, definition, à l'étude, under review",
    "approved": "approuvé, approved, validé, validated, accepté, accepted, planifié, planned, "
    "lancé à venir, go, ready, prêt, à lancer, funded, financé",
    "running": "en cours, running, in progress, ongoing, active, actif, actif, réalisation, "
    "conception, conception réalisation, expérimentation, déploiement, build, construction, "
    "développement, development, exécution, execution, implementation, mise en oeuvre, design, "
    "pilote, pilot, test, recette, delivery, deployment, rollout, démarré, started, lancé, "
    "launched, alpha, beta, généralisation",
    "paused": "en pause, paused, pause, suspendu, suspended, gelé, on hold, hold, en attente, "
    "waiting, bloqué, blocked, stand by, standby",
    "delivered": "livré, delivered, terminé, done, completed, complete, achevé, finished, "
    "en production, in production, live, mis en service, fini",
    "benefits_review": "bilan, revue des bénéfices, benefits review, benefit review, "
    "post implementation review, suivi des gains, benefits realisation",
    "closed": "clos, closed, clôturé, fermé, archivé, archived, clôture",
    "killed": "abandonné, killed, annulé, cancelled, canceled, arrêté, stopped, rejeté, rejected, "
    "refusé, refused, terminated, abandoned, withdrawn",
}
STATUS_CHOICES = {
    plain(word): status for status, words in _STATUS_WORDS.items() for word in words.split(",")
}

PORTFOLIO_FIELDS = (
    Field(
        "code",
        "key",
        synonyms=(
            *("code", "code projet", "id", "id projet", "identifiant", "identifiant projet"),
            *("référence", "référence projet", "ref", "numéro", "numéro de projet", "n° projet"),
            *("project code", "project id", "project number", "project ref", "initiative code"),
            *("initiative id", "code initiative", "reference", "number", "key", "clé"),
        ),
        excluded_words=("budget", "application", "ministère", "department"),
    ),
    Field(
        "name",
        "text",
        synonyms=(
            *("nom du projet", "nom", "projet", "intitulé", "intitulé du projet", "libellé"),
            *("titre", "titre du projet", "libellé du projet", "nom de l'initiative"),
            *("initiative", "programme", "nom du programme", "project name", "name", "project"),
            *("title", "project title", "initiative name", "programme name", "program name"),
        ),
        weak_synonyms=(
            *("désignation", "dénomination", "chantier", "opération", "action", "sujet", "objet"),
            *("subject", "item", "work item", "demand"),
        ),
        excluded_words=("chef", "manager", "directeur", "director", "owner", "phase", "statut"),
        required=True,
    ),
    Field(
        "description",
        "text",
        synonyms=(
            *("description", "description du projet", "description et objectifs", "résumé"),
            *("description et objectifs du projet", "périmètre", "présentation", "détail"),
            *("description aims", "aims", "summary", "scope", "details", "abstract"),
        ),
    ),
    Field(
        "unit",
        "unit",
        synonyms=(
            *("unité", "entité", "direction", "direction métier", "métier", "service", "pôle"),
            *("ministère", "ministère nom complet", "département", "filiale", "branche", "bu"),
            *("direction pilote", "direction porteuse", "entité porteuse", "business unit"),
            *("department", "division", "unit", "entity", "organisation", "organization"),
            *("agency", "ministry", "directorate", "owning department", "business line"),
        ),
    ),
    Field(
        "kind",
        "text",
        synonyms=(
            *("type", "type de projet", "type d'initiative", "nature du projet", "catégorie"),
            *("project type", "initiative type", "category", "kind", "classification"),
        ),
    ),
    Field(
        "status",
        "choice",
        synonyms=(
            *("statut", "état", "phase", "phase du projet", "phase du projet en cours", "étape"),
            *("avancement", "statut du projet", "état d'avancement", "phase en cours"),
            *("status", "project status", "stage", "state", "current phase", "project phase"),
            *("lifecycle stage", "project stage"),
        ),
        choices=STATUS_CHOICES,
    ),
    Field(
        "start",
        "date",
        synonyms=(
            *("début", "date de début", "date début", "démarrage", "date de démarrage"),
            *("lancement", "date de lancement", "début du projet", "début prévu"),
            *("start", "start date", "project start", "project start date", "begin", "kick off"),
            *("planned start", "starting date"),
        ),
    ),
    Field(
        "end",
        "date",
        synonyms=(
            *("fin", "date de fin", "date fin", "fin prévue", "date de fin prévue", "échéance"),
            *("fin du projet", "date de livraison", "mise en service", "livraison"),
            *("end", "end date", "project end", "project end date", "finish", "finish date"),
            *("due date", "target date", "delivery date", "completion date", "planned end"),
        ),
        ends_period=True,
    ),
    Field(
        "duration_years",
        "number",
        synonyms=(
            *("durée en années", "durée en année", "durée", "durée prévisionnelle en année"),
            *("durée prévisionnelle", "durée du projet", "nombre d'années"),
            *("duration in years", "duration years", "duration"),
        ),
        excluded_words=("mois", "months", "jours", "days", "semaines", "weeks"),
    ),
    Field(
        "spend",
        "money",
        synonyms=(
            *("coût", "coût estimé", "coût total", "coût complet", "coût du projet", "budget"),
            *("budget total", "budget projet", "dépense", "dépenses", "investissement"),
            *("montant du projet", "coût prévisionnel", "budget prévisionnel", "enveloppe"),
            *("whole life cost", "wlc", "wlc baseline", "total cost", "cost", "estimated cost"),
            *("project cost", "planned cost", "lifetime cost", "spend", "planned spend"),
            *("expenditure", "investment", "capex", "opex", "funding", "total budget"),
            *("budget prévu", "budget réalisé", "budget engagé", "dépense réalisée", "réalisé"),
            *("actual cost", "actual spend", "committed spend", "run", "build"),
        ),
        weak_synonyms=("montant", "amount", "baseline", "forecast", "estimate", "total", "charge"),
        excluded_words=(
            *("bénéfice", "benefit", "gain", "saving", "économie", "variance", "écart", "npv"),
            *("van", "roi", "revenue", "recette", "code", "ligne", "jh", "etp", "fte", "days"),
            *("taux", "rate", "priorité", "priority", "score", "yearly", "annuel", "annual"),
        ),
    ),
    Field(
        "currency",
        "currency",
        synonyms=("devise", "monnaie", "currency", "ccy", "code devise", "currency code"),
    ),
    Field(
        "objective",
        "text",
        synonyms=(
            *("objectif stratégique", "objectif", "axe stratégique", "axe", "zone fonctionnelle"),
            *("thème", "thème stratégique", "orientation stratégique", "enjeu", "ambition"),
            *("priorité stratégique", "domaine", "pilier", "chantier stratégique"),
            *("strategic objective", "objective", "report category", "theme", "goal", "pillar"),
            *("strategic theme", "strategic goal", "strategic pillar", "strategic priority"),
            *("outcome", "okr"),
        ),
        excluded_words=("description", "aims"),
    ),
    Field(
        "business_sponsor",
        "person",
        synonyms=(
            *("sponsor", "sponsor métier", "commanditaire", "directeur métier", "porteur métier"),
            *("responsable métier", "maîtrise d'ouvrage", "moa", "executive sponsor"),
            *("business sponsor", "business owner", "sro", "senior responsible owner"),
            *("project sponsor",),
        ),
        excluded_words=("it", "si", "dsi", "technique", "technical"),
    ),
    Field(
        "it_sponsor",
        "person",
        synonyms=(
            *("sponsor it", "sponsor si", "sponsor dsi", "responsable si", "responsable it"),
            *("responsable dsi", "maîtrise d'oeuvre", "moe", "it sponsor", "it owner"),
            *("technical owner", "it lead", "tech lead", "it manager"),
        ),
        weak_synonyms=("chef de projet", "directeur de projet", "project manager"),
    ),
    Field(
        "application",
        "list",
        synonyms=(
            *("application", "applications", "application concernée", "applications impactées"),
            *("système", "outil", "produit", "système d'information", "system", "systems"),
            *("impacted applications", "product", "tool"),
        ),
    ),
    Field(
        "tags",
        "list",
        synonyms=("tags", "étiquettes", "mots clés", "labels", "keywords", "tag", "mot clé"),
    ),
    Field(
        "url",
        "url",
        synonyms=(
            *("url", "lien", "site", "site web", "en savoir plus", "fiche", "page"),
            *("en savoir plus sur le projet", "lien vers la fiche", "link", "website", "web page"),
            *("more information",),
        ),
    ),
)
