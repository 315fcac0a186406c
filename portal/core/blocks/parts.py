"""Single blocks. Words are text blocks and become segments of a translation; pictures, files and levels do not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

RICH_TEXT = ["bold", "ol", "ul", "link", "document-link", "superscript", "subscript"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        label = _("Heading")
        icon = "h2"
        template = "blocks/heading.html"


class SubheadingBlock(blocks.CharBlock):
    class Meta:
        label = _("Subheading")
        icon = "h3"
        template = "blocks/subheading.html"


class ProseBlock(blocks.RichTextBlock):
    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "blocks/rich_text.html"


class CaptionedPictureBlock(blocks.StructBlock):
    picture = ImageChooserBlock(label=_("Picture"))
    alternative_text = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=500,
        help_text=_("What the picture shows, for those who do not see it."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=500, required=False)

    class Meta:
        label = _("Captioned picture")
        icon = "image"
        template = "blocks/captioned_picture.html"


class GalleryBlock(blocks.StructBlock):
    pictures = blocks.ListBlock(CaptionedPictureBlock(), label=_("Pictures"), min_num=2)

    class Meta:
        label = _("Gallery")
        icon = "image"
        template = "blocks/gallery.html"


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"), help_text=_("Without quotation marks; the page adds them."))
    speaker = blocks.CharBlock(label=_("Speaker"), max_length=200, required=False)
    office = blocks.CharBlock(
        label=pgettext_lazy("of a speaker", "Office"),
        max_length=300,
        required=False,
        help_text=_("The office held that day. The page puts it before the name in Chinese and after it in English."),
    )
    reported = blocks.BooleanBlock(
        label=_("Reported speech"),
        required=False,
        help_text=_("The sense of what was said and not the very words: shown without quotation marks."),
    )

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        template = "blocks/quotation.html"


class FactBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Label"), max_length=200)
    value = blocks.TextBlock(label=_("Value"), rows=1)

    class Meta:
        label = _("Row")


class FactsTableBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=300, required=False)
    rows = blocks.ListBlock(FactBlock(), label=_("Rows"))

    class Meta:
        label = _("Facts table")
        icon = "table"
        template = "blocks/facts_table.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Title"), max_length=300, required=False, help_text=_("Empty: the title of the document.")
    )

    class Meta:
        label = _("Document")
        icon = "doc-full"
        template = "blocks/document.html"
