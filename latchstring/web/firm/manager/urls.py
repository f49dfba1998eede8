from django.urls import path

from latchstring.web.firm.manager import (
    access,
    batches,
    dialog,
    exports,
    lists,
    people,
    preview,
    removing,
    sending,
    templates,
)

urlpatterns = [
    path("clients/portals/", lists.with_users, name="manager"),
    path("clients/portals/without/", lists.without, name="manager-without"),
    path("clients/portals/export.csv", exports.as_csv, name="manager-export-csv"),
    path("clients/portals/export.xlsx", exports.as_xlsx, name="manager-export-xlsx"),
    path("clients/portals/templates/save/", templates.save, name="template-save"),
    path("clients/portals/invites/new/", dialog.show, name="invite-dialog"),
    path("clients/portals/invites/preview/", preview.show, name="invite-preview"),
    path("clients/portals/invites/send/", sending.send, name="invite-send"),
    path("clients/portals/batches/<uuid:batch_id>/", batches.show, name="batch"),
    path("clients/portals/batches/<uuid:batch_id>/progress/", batches.poll, name="batch-progress"),
    path("clients/portals/batches/<uuid:batch_id>/pause/", batches.pause, name="batch-pause"),
    path("clients/portals/batches/<uuid:batch_id>/resume/", batches.resume, name="batch-resume"),
    path("clients/portals/batches/<uuid:batch_id>/cancel/", batches.cancel, name="batch-cancel"),
    path("clients/portals/batches/<uuid:batch_id>/problems.csv", batches.problems_csv, name="batch-problems"),
    path("clients/portals/users/resend/", sending.resend_all, name="users-resend"),
    path("clients/portals/users/remove/", removing.remove_all, name="users-remove"),
    path("clients/portals/users/<uuid:person_id>/", people.activity, name="user-activity"),
    path("clients/portals/users/<uuid:person_id>/resend/", people.resend_one, name="user-resend"),
    path("clients/portals/users/<uuid:person_id>/access/", access.choose, name="user-access"),
    path("clients/portals/users/<uuid:person_id>/remove/", removing.remove_one, name="user-remove"),
    path("clients/portals/users/<uuid:person_id>/restore/", removing.restore_one, name="user-restore"),
    path("clients/portals/users/<uuid:person_id>/email/", people.change, name="user-email"),
]
