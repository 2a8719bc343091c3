"""Run by Zope's `zconsole run CONF fill.py POSTS.json`: makes a Plone site and fills it with news items.

The posts of each language stand in a folder of that language, as ministries' sites of this system have them.
"""

import json
import sys
from pathlib import Path

import transaction
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SpecialUsers import system
from DateTime import DateTime
from plone import api
from plone.app.textfield.value import RichTextValue
from plone.distribution.api import site as sites
from Testing.makerequest import makerequest
from zope.component.hooks import setSite
from zope.globalrequest import setRequest

root = makerequest(app)  # noqa: F821 (Zope's own: the root of the database)
setRequest(root.REQUEST)
newSecurityManager(None, system)
answers = {
    "site_id": "Plone",
    "title": "Ministry of Foreign Affairs of Ostria",
    "description": "Press and information",
    "default_language": "en",
    "portal_timezone": "Europe/Vienna",
    "setup_content": False,
}
site = sites.create(root, "classic", answers)
setSite(site)
api.portal.set_registry_record("plone.available_languages", ["en", "fr"])
api.portal.set_registry_record("plone.display_publication_date_in_byline", True)
site.manage_permission("plone.restapi: Use REST API", ["Anonymous", "Manager"])  # as ministries with an app have it
names = {"en": ("press", "Press releases"), "fr": ("presse", "Communiqués de presse")}
folders = {}
for post in json.loads(Path(sys.argv[-1]).read_text(encoding="utf-8")):
    language = post["language"]
    if language not in folders:
        top = api.content.create(site, "Folder", id=language, title={"en": "English", "fr": "Français"}[language])
        top.language = language
        folder = api.content.create(top, "Folder", id=names[language][0], title=names[language][1])
        folder.language = language
        for one in (top, folder):
            api.content.transition(one, "publish")
            one.reindexObject()
        listed = api.content.create(folder, "Collection", id="all", title=names[language][1])
        listed.query = [
            {"i": "portal_type", "o": "plone.app.querystring.operation.selection.any", "v": ["News Item"]},
            {"i": "path", "o": "plone.app.querystring.operation.string.relativePath", "v": "..::1"},
        ]
        listed.sort_on, listed.sort_reversed, listed.item_count = "effective", True, 7
        listed.language = language
        api.content.transition(listed, "publish")
        listed.reindexObject()
        folder.setDefaultPage("all")
        folders[language] = folder
    item = api.content.create(folders[language], "News Item", id=post["slug"], title=post["title"])
    item.text = RichTextValue(post["content"], "text/html", "text/x-html-safe")
    item.language = language
    api.content.transition(item, "publish")
    item.effective_date = DateTime(post["date"])
    item.reindexObject()
transaction.commit()
