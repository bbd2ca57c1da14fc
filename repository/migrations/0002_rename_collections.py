"""Give collections of one school different names: the second “Name” becomes “Name (2)”."""

from django.db import migrations


def rename(apps, schema_editor):
    Collection = apps.get_model("repository", "Collection")
    taken = set(Collection.objects.values_list("school", "name"))
    seen = set()
    for collection in Collection.objects.order_by("pk"):
        key = (collection.school_id, collection.name)
        if key not in seen:
            seen.add(key)
            continue
        number = 2
        while (name := f"{collection.name[:190]} ({number})") and (collection.school_id, name) in taken:
            number += 1
        taken.add((collection.school_id, name))
        collection.name = name
        collection.save(update_fields=["name"])


class Migration(migrations.Migration):
    dependencies = [("repository", "0001_initial")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
