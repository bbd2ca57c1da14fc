"""Subjects and grades of the 2018 general education programme (Circular 32/2018/TT-BGDĐT, amended by 13/2022)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Subject(TextChoices):
    """Subjects, primary to upper secondary; one code for a subject wherever its name differs only by level."""

    VIETNAMESE = "tieng-viet", _("Vietnamese (primary)")
    LITERATURE = "ngu-van", _("Literature")
    MATHS = "toan", _("Mathematics")
    ENGLISH = "ngoai-ngu-1", _("Foreign language 1 (English)")
    LANGUAGE_2 = "ngoai-ngu-2", _("Foreign language 2")
    ETHNIC = "tieng-dan-toc", _("Ethnic minority language")
    ETHICS = "dao-duc", _("Ethics (primary)")
    CIVICS = "gdcd", _("Civic education")
    ECONOMICS_LAW = "gd-kinh-te-phap-luat", _("Economic and legal education")
    NATURE_SOCIETY = "tu-nhien-xa-hoi", _("Nature and society")
    SCIENCE = "khoa-hoc", _("Science (primary)")
    NATURAL_SCIENCE = "khtn", _("Natural science")
    PHYSICS = "vat-li", _("Physics")
    CHEMISTRY = "hoa-hoc", _("Chemistry")
    BIOLOGY = "sinh-hoc", _("Biology")
    HISTORY_GEOGRAPHY = "lich-su-dia-li", _("History and geography")
    HISTORY = "lich-su", pgettext_lazy("school subject", "History")
    GEOGRAPHY = "dia-li", _("Geography")
    TECHNOLOGY = "cong-nghe", _("Technology")
    INFORMATICS = "tin-hoc", _("Informatics")
    INFORMATICS_TECHNOLOGY = (
        "tin-hoc-cong-nghe",
        _("Informatics and technology (primary)"),
    )
    PHYSICAL = "gdtc", _("Physical education")
    MUSIC = "am-nhac", _("Music")
    FINE_ARTS = "mi-thuat", _("Fine arts")
    ARTS = "nghe-thuat", _("Arts")
    DEFENCE = "gdqp-an", _("Defence and security education")
    EXPERIENCE = "hdtn", _("Experiential and career activities")
    LOCAL = "gd-dia-phuong", _("Local education")


GRADES: tuple[int, ...] = tuple(range(1, 13))
