"""Who may do what to a job: those who began it, and those who look after the portal's work."""

import rules


@rules.predicate
def looks_after_it(person, job):
    """they began it, or look after all jobs"""
    return job is not None and (job.by_id == person.pk or person.has_perm("jobs.see_all"))


PERMISSIONS = {
    "jobs.retry_job": looks_after_it,
    "jobs.cancel_job": looks_after_it,
}
for name, predicate in PERMISSIONS.items():
    rules.set_perm(name, predicate)
