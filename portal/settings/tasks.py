"""How Celery works, and what it does by the clock. The address of the broker is in `base`."""

from datetime import timedelta

CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Publishing to a dead broker fails within milliseconds; the sweep finds the row later.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 0,
    "socket_connect_timeout": 0.05,
    "socket_timeout": 0.2,
    "retry_on_timeout": False,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
#: How often the sweeps look for rows whose wake-up call was lost. A sweep that waited longer than that is dropped.
PORTAL_SWEEP_INTERVAL = timedelta(seconds=10)
#: How often the mailbox of IMAP_URL is looked at.
PORTAL_MAILBOX_INTERVAL = timedelta(minutes=2)
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": every, "options": {"expires": every.total_seconds()}}
    for name, task, every in (
        ("sweep-letters", "portal.outbox.tasks.sweep_letters", PORTAL_SWEEP_INTERVAL),
        ("sweep-digests", "portal.outbox.tasks.sweep_digests", timedelta(minutes=5)),
        ("clean-letters", "portal.outbox.tasks.clean_letters", timedelta(minutes=10)),
        ("sweep-jobs", "portal.localization.tasks.sweep_jobs", PORTAL_SWEEP_INTERVAL),
        ("tell-due", "portal.localization.tasks.tell_due", timedelta(minutes=30)),
        ("mend-groups", "portal.core.tasks.mend_groups", timedelta(minutes=1)),
        ("clear-sign-in", "portal.accounts.tasks.clear_old", timedelta(days=1)),
        ("read-mailbox", "portal.outbox.tasks.read_mailbox", PORTAL_MAILBOX_INTERVAL),
        ("publish-scheduled", "portal.core.tasks.publish_scheduled", timedelta(minutes=1)),
        ("settle-merged", "parks.tasks.settle_merged", timedelta(minutes=10)),
        # Days begin at midnight; half an hour at most passes before what they bring is done.
        ("watch-agreements", "partnerships.tasks.watch_agreements", timedelta(minutes=30)),
        ("watch-visits", "partnerships.tasks.watch_visits", timedelta(minutes=30)),
        ("watch-inquiries", "partnerships.tasks.watch_inquiries", timedelta(minutes=1)),
        ("clear-proofs", "partnerships.tasks.clear_proofs", timedelta(minutes=30)),
        ("clear-inquiry-drafts", "partnerships.tasks.clear_inquiry_drafts", timedelta(minutes=30)),
        ("publish-bundles", "portal.publication.tasks.publish_bundles", timedelta(minutes=1)),
    )
}
