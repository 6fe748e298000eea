"""manage.py import_police FILE … : load police street files from disk, as the upload page does."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessments.models import PoliceFile
from assessments.workflow.figures import bring_file, load
from partners.models import User


class Command(BaseCommand):
    help = "Load police street files (data.police.uk) from disk. A month already loaded is replaced, whole."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the analyst or secretary who loads them")

    def handle(self, *args, files, by, **options):
        person = User.objects.filter(email__iexact=by).first()
        if person is None or not person.has_perm("assessments.load_figures"):
            raise CommandError(f"{by} is not an analyst or secretary today. Give the address of one with --by.")
        refused = [path for path in files if not self.load(path, person)]
        if refused:
            raise CommandError(f"{len(refused)} of {len(files)} files were refused: the lines above say why.")

    def load(self, path, person):
        """Load one file, saying what came of it; False where it was refused."""
        try:
            file = load(bring_file(path.read_bytes(), path.name, by=person))
        except OSError as error:
            self.stderr.write(f"{path.name}: it can’t be read ({error.strerror}). Check the path.")
            return False
        except ValidationError as refusal:
            self.stderr.write(f"{path.name}: {' '.join(refusal.messages)}")
            return False
        if file.state == PoliceFile.State.REFUSED:
            self.stderr.write(f"{path.name}: {file.problem}")
            return False
        self.stdout.write(
            f"{path.name}: {file.month:%B %Y}, {file.force}: {file.rows_in_area:,} of {file.rows:,} rows "
            f"are of our area, {file.rows_without_area:,} have no location."
        )
        return True
