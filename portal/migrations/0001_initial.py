"""All tables of portal."""

import django.db.models.deletion
import django.utils.timezone
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HomePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("lead", models.CharField(blank=True, max_length=300, verbose_name="one sentence under the title")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("shelf_by_search", 6), ("shelf_by_hand", 10), ("news", 13), ("text", 14), ("picture", 15)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "If left empty, the shelf is named after its content, in the reader's language.",
                                    "label": "Title of the shelf",
                                    "max_length": 100,
                                    "required": False,
                                },
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Keywords", "max_length": 200, "required": False},
                            ),
                            2: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("tieng-viet", "Vietnamese (primary)"),
                                        ("ngu-van", "Literature"),
                                        ("toan", "Mathematics"),
                                        ("ngoai-ngu-1", "Foreign language 1 (English)"),
                                        ("ngoai-ngu-2", "Foreign language 2"),
                                        ("tieng-dan-toc", "Ethnic minority language"),
                                        ("dao-duc", "Ethics (primary)"),
                                        ("gdcd", "Civic education"),
                                        ("gd-kinh-te-phap-luat", "Economic and legal education"),
                                        ("tu-nhien-xa-hoi", "Nature and society"),
                                        ("khoa-hoc", "Science (primary)"),
                                        ("khtn", "Natural science"),
                                        ("vat-li", "Physics"),
                                        ("hoa-hoc", "Chemistry"),
                                        ("sinh-hoc", "Biology"),
                                        ("lich-su-dia-li", "History and geography"),
                                        ("lich-su", "History"),
                                        ("dia-li", "Geography"),
                                        ("cong-nghe", "Technology"),
                                        ("tin-hoc", "Informatics"),
                                        ("tin-hoc-cong-nghe", "Informatics and technology (primary)"),
                                        ("gdtc", "Physical education"),
                                        ("am-nhac", "Music"),
                                        ("mi-thuat", "Fine arts"),
                                        ("nghe-thuat", "Arts"),
                                        ("gdqp-an", "Defence and security education"),
                                        ("hdtn", "Experiential and career activities"),
                                        ("gd-dia-phuong", "Local education"),
                                    ],
                                    "label": "Subject",
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("1", "1"),
                                        ("2", "2"),
                                        ("3", "3"),
                                        ("4", "4"),
                                        ("5", "5"),
                                        ("6", "6"),
                                        ("7", "7"),
                                        ("8", "8"),
                                        ("9", "9"),
                                        ("10", "10"),
                                        ("11", "11"),
                                        ("12", "12"),
                                    ],
                                    "label": "Grade",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("book", "book"),
                                        ("textbook", "textbook"),
                                        ("lesson", "lesson plan"),
                                        ("worksheet", "worksheet"),
                                        ("periodical", "periodical"),
                                        ("image", "picture"),
                                        ("audio", "audio"),
                                        ("video", "video"),
                                        ("simulation", "simulation"),
                                    ],
                                    "label": "Kind",
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "Only what this school owns", "required": False},
                            ),
                            6: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("title", 0),
                                        ("words", 1),
                                        ("subject", 2),
                                        ("grade", 3),
                                        ("kind", 4),
                                        ("only_ours", 5),
                                    ]
                                ],
                                {},
                            ),
                            7: ("wagtail.blocks.CharBlock", (), {"label": "Title of the shelf", "max_length": 100}),
                            8: ("portal.resource_chooser.ResourceBlock", (), {"label": "Resource"}),
                            9: ("wagtail.blocks.ListBlock", (8,), {"label": "Resources", "max_num": 24}),
                            10: ("wagtail.blocks.StructBlock", [[("title", 7), ("resources", 9)]], {}),
                            11: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Title", "max_length": 100, "required": False},
                            ),
                            12: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 3, "label": "Number of items", "max_value": 12, "min_value": 1},
                            ),
                            13: ("wagtail.blocks.StructBlock", [[("title", 11), ("number", 12)]], {}),
                            14: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["h2", "h3", "bold", "ol", "ul", "link", "hr"],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "portal/blocks/text.html",
                                },
                            ),
                            15: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {"label": "Picture", "template": "portal/blocks/picture.html"},
                            ),
                        },
                        verbose_name="content",
                    ),
                ),
            ],
            options={
                "verbose_name": "home page of all schools",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="NewsPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("day", models.DateField(default=django.utils.timezone.localdate, verbose_name="day")),
                (
                    "summary",
                    models.CharField(blank=True, max_length=300, verbose_name="summary in one or two sentences"),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("text", 0), ("picture", 1), ("shelf_by_hand", 5), ("shelf_by_search", 12)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["h2", "h3", "bold", "ol", "ul", "link", "hr"],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "portal/blocks/text.html",
                                },
                            ),
                            1: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {"label": "Picture", "template": "portal/blocks/picture.html"},
                            ),
                            2: ("wagtail.blocks.CharBlock", (), {"label": "Title of the shelf", "max_length": 100}),
                            3: ("portal.resource_chooser.ResourceBlock", (), {"label": "Resource"}),
                            4: ("wagtail.blocks.ListBlock", (3,), {"label": "Resources", "max_num": 24}),
                            5: ("wagtail.blocks.StructBlock", [[("title", 2), ("resources", 4)]], {}),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "If left empty, the shelf is named after its content, in the reader's language.",
                                    "label": "Title of the shelf",
                                    "max_length": 100,
                                    "required": False,
                                },
                            ),
                            7: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Keywords", "max_length": 200, "required": False},
                            ),
                            8: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("tieng-viet", "Vietnamese (primary)"),
                                        ("ngu-van", "Literature"),
                                        ("toan", "Mathematics"),
                                        ("ngoai-ngu-1", "Foreign language 1 (English)"),
                                        ("ngoai-ngu-2", "Foreign language 2"),
                                        ("tieng-dan-toc", "Ethnic minority language"),
                                        ("dao-duc", "Ethics (primary)"),
                                        ("gdcd", "Civic education"),
                                        ("gd-kinh-te-phap-luat", "Economic and legal education"),
                                        ("tu-nhien-xa-hoi", "Nature and society"),
                                        ("khoa-hoc", "Science (primary)"),
                                        ("khtn", "Natural science"),
                                        ("vat-li", "Physics"),
                                        ("hoa-hoc", "Chemistry"),
                                        ("sinh-hoc", "Biology"),
                                        ("lich-su-dia-li", "History and geography"),
                                        ("lich-su", "History"),
                                        ("dia-li", "Geography"),
                                        ("cong-nghe", "Technology"),
                                        ("tin-hoc", "Informatics"),
                                        ("tin-hoc-cong-nghe", "Informatics and technology (primary)"),
                                        ("gdtc", "Physical education"),
                                        ("am-nhac", "Music"),
                                        ("mi-thuat", "Fine arts"),
                                        ("nghe-thuat", "Arts"),
                                        ("gdqp-an", "Defence and security education"),
                                        ("hdtn", "Experiential and career activities"),
                                        ("gd-dia-phuong", "Local education"),
                                    ],
                                    "label": "Subject",
                                    "required": False,
                                },
                            ),
                            9: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("1", "1"),
                                        ("2", "2"),
                                        ("3", "3"),
                                        ("4", "4"),
                                        ("5", "5"),
                                        ("6", "6"),
                                        ("7", "7"),
                                        ("8", "8"),
                                        ("9", "9"),
                                        ("10", "10"),
                                        ("11", "11"),
                                        ("12", "12"),
                                    ],
                                    "label": "Grade",
                                    "required": False,
                                },
                            ),
                            10: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("book", "book"),
                                        ("textbook", "textbook"),
                                        ("lesson", "lesson plan"),
                                        ("worksheet", "worksheet"),
                                        ("periodical", "periodical"),
                                        ("image", "picture"),
                                        ("audio", "audio"),
                                        ("video", "video"),
                                        ("simulation", "simulation"),
                                    ],
                                    "label": "Kind",
                                    "required": False,
                                },
                            ),
                            11: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "Only what this school owns", "required": False},
                            ),
                            12: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("title", 6),
                                        ("words", 7),
                                        ("subject", 8),
                                        ("grade", 9),
                                        ("kind", 10),
                                        ("only_ours", 11),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="content",
                    ),
                ),
            ],
            options={
                "verbose_name": "news",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="SchoolsPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "list of schools",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="TextPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("text", 0), ("picture", 1), ("shelf_by_hand", 5), ("shelf_by_search", 12)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["h2", "h3", "bold", "ol", "ul", "link", "hr"],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "portal/blocks/text.html",
                                },
                            ),
                            1: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {"label": "Picture", "template": "portal/blocks/picture.html"},
                            ),
                            2: ("wagtail.blocks.CharBlock", (), {"label": "Title of the shelf", "max_length": 100}),
                            3: ("portal.resource_chooser.ResourceBlock", (), {"label": "Resource"}),
                            4: ("wagtail.blocks.ListBlock", (3,), {"label": "Resources", "max_num": 24}),
                            5: ("wagtail.blocks.StructBlock", [[("title", 2), ("resources", 4)]], {}),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "If left empty, the shelf is named after its content, in the reader's language.",
                                    "label": "Title of the shelf",
                                    "max_length": 100,
                                    "required": False,
                                },
                            ),
                            7: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Keywords", "max_length": 200, "required": False},
                            ),
                            8: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("tieng-viet", "Vietnamese (primary)"),
                                        ("ngu-van", "Literature"),
                                        ("toan", "Mathematics"),
                                        ("ngoai-ngu-1", "Foreign language 1 (English)"),
                                        ("ngoai-ngu-2", "Foreign language 2"),
                                        ("tieng-dan-toc", "Ethnic minority language"),
                                        ("dao-duc", "Ethics (primary)"),
                                        ("gdcd", "Civic education"),
                                        ("gd-kinh-te-phap-luat", "Economic and legal education"),
                                        ("tu-nhien-xa-hoi", "Nature and society"),
                                        ("khoa-hoc", "Science (primary)"),
                                        ("khtn", "Natural science"),
                                        ("vat-li", "Physics"),
                                        ("hoa-hoc", "Chemistry"),
                                        ("sinh-hoc", "Biology"),
                                        ("lich-su-dia-li", "History and geography"),
                                        ("lich-su", "History"),
                                        ("dia-li", "Geography"),
                                        ("cong-nghe", "Technology"),
                                        ("tin-hoc", "Informatics"),
                                        ("tin-hoc-cong-nghe", "Informatics and technology (primary)"),
                                        ("gdtc", "Physical education"),
                                        ("am-nhac", "Music"),
                                        ("mi-thuat", "Fine arts"),
                                        ("nghe-thuat", "Arts"),
                                        ("gdqp-an", "Defence and security education"),
                                        ("hdtn", "Experiential and career activities"),
                                        ("gd-dia-phuong", "Local education"),
                                    ],
                                    "label": "Subject",
                                    "required": False,
                                },
                            ),
                            9: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("1", "1"),
                                        ("2", "2"),
                                        ("3", "3"),
                                        ("4", "4"),
                                        ("5", "5"),
                                        ("6", "6"),
                                        ("7", "7"),
                                        ("8", "8"),
                                        ("9", "9"),
                                        ("10", "10"),
                                        ("11", "11"),
                                        ("12", "12"),
                                    ],
                                    "label": "Grade",
                                    "required": False,
                                },
                            ),
                            10: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("book", "book"),
                                        ("textbook", "textbook"),
                                        ("lesson", "lesson plan"),
                                        ("worksheet", "worksheet"),
                                        ("periodical", "periodical"),
                                        ("image", "picture"),
                                        ("audio", "audio"),
                                        ("video", "video"),
                                        ("simulation", "simulation"),
                                    ],
                                    "label": "Kind",
                                    "required": False,
                                },
                            ),
                            11: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "Only what this school owns", "required": False},
                            ),
                            12: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("title", 6),
                                        ("words", 7),
                                        ("subject", 8),
                                        ("grade", 9),
                                        ("kind", 10),
                                        ("only_ours", 11),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="content",
                    ),
                ),
            ],
            options={
                "verbose_name": "text",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="SchoolHomePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("lead", models.CharField(blank=True, max_length=300, verbose_name="one sentence under the title")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("shelf_by_search", 6), ("shelf_by_hand", 10), ("news", 13), ("text", 14), ("picture", 15)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "If left empty, the shelf is named after its content, in the reader's language.",
                                    "label": "Title of the shelf",
                                    "max_length": 100,
                                    "required": False,
                                },
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Keywords", "max_length": 200, "required": False},
                            ),
                            2: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("tieng-viet", "Vietnamese (primary)"),
                                        ("ngu-van", "Literature"),
                                        ("toan", "Mathematics"),
                                        ("ngoai-ngu-1", "Foreign language 1 (English)"),
                                        ("ngoai-ngu-2", "Foreign language 2"),
                                        ("tieng-dan-toc", "Ethnic minority language"),
                                        ("dao-duc", "Ethics (primary)"),
                                        ("gdcd", "Civic education"),
                                        ("gd-kinh-te-phap-luat", "Economic and legal education"),
                                        ("tu-nhien-xa-hoi", "Nature and society"),
                                        ("khoa-hoc", "Science (primary)"),
                                        ("khtn", "Natural science"),
                                        ("vat-li", "Physics"),
                                        ("hoa-hoc", "Chemistry"),
                                        ("sinh-hoc", "Biology"),
                                        ("lich-su-dia-li", "History and geography"),
                                        ("lich-su", "History"),
                                        ("dia-li", "Geography"),
                                        ("cong-nghe", "Technology"),
                                        ("tin-hoc", "Informatics"),
                                        ("tin-hoc-cong-nghe", "Informatics and technology (primary)"),
                                        ("gdtc", "Physical education"),
                                        ("am-nhac", "Music"),
                                        ("mi-thuat", "Fine arts"),
                                        ("nghe-thuat", "Arts"),
                                        ("gdqp-an", "Defence and security education"),
                                        ("hdtn", "Experiential and career activities"),
                                        ("gd-dia-phuong", "Local education"),
                                    ],
                                    "label": "Subject",
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("1", "1"),
                                        ("2", "2"),
                                        ("3", "3"),
                                        ("4", "4"),
                                        ("5", "5"),
                                        ("6", "6"),
                                        ("7", "7"),
                                        ("8", "8"),
                                        ("9", "9"),
                                        ("10", "10"),
                                        ("11", "11"),
                                        ("12", "12"),
                                    ],
                                    "label": "Grade",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("book", "book"),
                                        ("textbook", "textbook"),
                                        ("lesson", "lesson plan"),
                                        ("worksheet", "worksheet"),
                                        ("periodical", "periodical"),
                                        ("image", "picture"),
                                        ("audio", "audio"),
                                        ("video", "video"),
                                        ("simulation", "simulation"),
                                    ],
                                    "label": "Kind",
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "Only what this school owns", "required": False},
                            ),
                            6: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("title", 0),
                                        ("words", 1),
                                        ("subject", 2),
                                        ("grade", 3),
                                        ("kind", 4),
                                        ("only_ours", 5),
                                    ]
                                ],
                                {},
                            ),
                            7: ("wagtail.blocks.CharBlock", (), {"label": "Title of the shelf", "max_length": 100}),
                            8: ("portal.resource_chooser.ResourceBlock", (), {"label": "Resource"}),
                            9: ("wagtail.blocks.ListBlock", (8,), {"label": "Resources", "max_num": 24}),
                            10: ("wagtail.blocks.StructBlock", [[("title", 7), ("resources", 9)]], {}),
                            11: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Title", "max_length": 100, "required": False},
                            ),
                            12: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 3, "label": "Number of items", "max_value": 12, "min_value": 1},
                            ),
                            13: ("wagtail.blocks.StructBlock", [[("title", 11), ("number", 12)]], {}),
                            14: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["h2", "h3", "bold", "ol", "ul", "link", "hr"],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "portal/blocks/text.html",
                                },
                            ),
                            15: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {"label": "Picture", "template": "portal/blocks/picture.html"},
                            ),
                        },
                        verbose_name="content",
                    ),
                ),
                (
                    "logo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="school logo",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "home page of a school",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="Desk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "collection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="desk", to="wagtailcore.collection"
                    ),
                ),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="desk", to="auth.group"
                    ),
                ),
                (
                    "home",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="desk",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "school",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desk",
                        to="accounts.school",
                    ),
                ),
            ],
            options={
                "verbose_name": "desk",
                "verbose_name_plural": "desks",
                "constraints": [
                    models.UniqueConstraint(
                        models.Value(1), condition=models.Q(("school", None)), name="one_desk_of_the_node"
                    )
                ],
            },
        ),
    ]
