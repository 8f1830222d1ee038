"""The files that customers send."""
from insurance.attachments.cleaning import Flaw, MediaType

# Why a file is not taken, and what to do. Each follows the name of the file.
FLAWS = {
    Flaw.EMPTY: "ce fichier est vide. Choisissez-le de nouveau.",
    Flaw.TOO_HEAVY: "ce fichier est trop lourd. Prenez une photo moins grande, ou envoyez le PDF en plusieurs parties.",
    Flaw.TOO_MANY: "trop de fichiers à la fois. Envoyez le reste ensuite.",
    Flaw.HEIC: "les photos HEIC ne sont pas lues ici. Reprenez la photo depuis cette page, ou réglez l’iPhone sur "
               "Appareil photo, Formats, « Le plus compatible ».",
    Flaw.OTHER_PICTURE: "ce format d’image n’est pas lu ici. Envoyez une photo JPEG ou PNG, ou un PDF.",
    Flaw.VIDEO: "les vidéos ne sont pas prises ici. Envoyez des photos.",
    Flaw.OFFICE: "les fichiers Word, Excel ou semblables ne sont pas pris. Enregistrez-le en PDF, ou prenez-le en photo.",
    Flaw.ARCHIVE: "les dossiers compressés (zip, rar…) ne sont pas pris. Envoyez les fichiers un par un.",
    Flaw.UNKNOWN: "ce n’est ni une photo ni un PDF. Envoyez une photo JPEG ou PNG, ou un PDF.",
    Flaw.TRUNCATED: "ce fichier est incomplet : sa copie a dû être interrompue. Choisissez-le de nouveau, ou reprenez "
                    "la photo.",
    Flaw.DAMAGED: "ce fichier est abîmé : il ne s’ouvre pas. Prenez une photo du document.",
    Flaw.TOO_MANY_PIXELS: "cette image est trop grande. Reprenez-la avec l’appareil photo du téléphone.",
    Flaw.TOO_SMALL: "cette image est trop petite pour être lue. Envoyez la photo d’origine.",
    Flaw.LOCKED: "ce PDF est protégé par un mot de passe. Enregistrez-le sans mot de passe, ou prenez-le en photo.",
    Flaw.NO_PAGE: "ce PDF n’a aucune page.",
    Flaw.TOO_MANY_PAGES: "ce PDF a plus de 40 pages. N’envoyez que celles qui sont demandées.",
    Flaw.TOO_MUCH_INSIDE: "ce fichier est trop compliqué à ouvrir. Prenez une photo du document.",
    Flaw.INFECTED: "notre antivirus a refusé ce fichier. Prenez une photo du document.",
    Flaw.NOT_SCANNED: "l’antivirus ne répond pas : rien n’est pris sans lui. Réessayez dans quelques minutes.",
    Flaw.BUSY: "beaucoup de fichiers arrivent en ce moment. Réessayez dans une minute.",
}

MEDIA_TYPES = {MediaType.JPEG: "Photo", MediaType.PDF: "PDF"}
