"""The command line: `python -m flows run`, `serve`, `evaluate`."""

import argparse
import os
import signal
import sqlite3
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flows.configure_prefect import configure_prefect, finish_reporting
from flows.host_api import ApiServerError, api_server
from flows.limit_rejects import DEFAULT_MAX_REJECTED_RECORDS, DEFAULT_MAX_REJECTED_ROWS
from flows.open_output import DEFAULT_KEPT_GENERATIONS
from flows.report_failures import ContractError, InputError

if TYPE_CHECKING:
    from flows.load_models import ModelChoice
    from flows.news_dataset import Publication

_DESCRIPTION = """\
On the Record turns news articles into tables of who said what, about whom, where and when.

  python -m flows run my-articles/                  read a folder, publish tables under output/current/
  python -m flows run export.jsonl --output tables  several sources and another output are fine
  python -m flows run https://news.example/feed.xml fetch what a site offers, as politely as it asks
  python -m flows serve my-articles/                run every morning, until stopped
  python -m flows evaluate my-corpus/               score the current code on annotated articles
"""

_RUN_EPILOG = """\
Sources are files, folders and http or https addresses, in any mix: plain text, HTML pages, JSONL, CSV and Parquet exports, feeds,
news sitemaps, ninjs, NewsML-G2 and WARC files, gzipped or not, or zip and tar archives of them. Formats are told by content.
Sites are asked one request at a time, as their robots.txt allows. An article that cannot be read is rejected with a reason, and
the run goes on; the reasons are in OUTPUT/rejects. Running again adds what is new and leaves the rest as it is.

The exit status is 0 when the tables are published (or already up to date), 1 when nothing was published.
"""

_EVALUATE_EPILOG = """\
A corpus is a folder of JSON Lines with annotated articles (attributions; mentions, clusters and dates), pages or sentences,
told by the keys of its records. Of a folder the files dev*.jsonl are scored, else all but train*.jsonl, else those.
Labels may be kept apart from texts that belong to a publisher: --texts joins them by id, if the text is the one labelled.
"""

_IF_STOPPED = "nothing was published, what was analysed is kept for the next run"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status."""
    options = _parser().parse_args(arguments)
    before = _published(options)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what Ctrl-C is to a person, SIGTERM is to systemd and containers
    try:
        return options.command(options)
    except (InputError, ContractError, ApiServerError) as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return _fail(f"stopped; {_what_is_left(options, before)}", status=130)
    except (OSError, sqlite3.OperationalError) as error:  # no space, no permission, a disk that is gone
        return _fail(f"the file system refused: {error}; {_what_is_left(options, before)}. Mend that, then run again")
    except Exception as error:  # a fault of ours: one line for the user, the rest for the report
        return _fail(
            f"unexpected {type(error).__name__}: {error}; {_what_is_left(options, before)}. {_record_fault(error, options)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m flows", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    run = commands.add_parser(
        "run", help="read, analyse, validate and publish articles now", epilog=_RUN_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    run.add_argument("sources", nargs="+", metavar="SOURCE", help="file, folder or address with articles")
    _add_flow_options(run)
    run.set_defaults(command=_run, if_stopped=_IF_STOPPED)

    evaluate = commands.add_parser(
        "evaluate", help="score the current code on annotated corpora", epilog=_EVALUATE_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    evaluate.add_argument("corpora", nargs="+", metavar="CORPUS", help="folder of an annotated corpus, or one of its files")
    evaluate.add_argument("--json", action="store_true", dest="as_json", help="print the scores as JSON")
    evaluate.add_argument(
        "--predictions", type=Path, metavar="DIR", help="also write what was found, for other scorers, under DIR/CORPUS/FILE/")
    evaluate.add_argument(
        "--texts", type=Path, metavar="PATH",
        help="file or folder with the texts (id, text or body) of a corpus that holds labels alone")
    evaluate.add_argument("--limit", type=_positive, metavar="N", help="take only the first N documents of each file")
    _add_model_options(evaluate)
    evaluate.add_argument("--workers", type=_positive, metavar="N", help="worker processes (default: one per processor)")
    evaluate.set_defaults(command=_evaluate, if_stopped="nothing was scored")

    serve = commands.add_parser("serve", help="run on a schedule, from this process, until stopped")
    serve.add_argument("sources", nargs="+", metavar="SOURCE", help="file, folder or address, read anew at each run")
    serve.add_argument(
        "--cron", default="0 6 * * *", help="when to run, as a cron expression (default: %(default)s, every day at 6)")
    serve.add_argument("--timezone", default="UTC", help="time zone of the cron expression (default: %(default)s)")
    _add_flow_options(serve)
    serve.set_defaults(command=_serve, if_stopped="the schedule has ended, the tables stay as they are")
    return parser


def _add_flow_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--output", default="output", metavar="DIR", help="folder of the dataset (default: %(default)s)")
    parser.add_argument(
        "--published-from", type=_date, metavar="YYYY-MM-DD",
        help="backfill: take only articles published on or after this day; others are counted, not published")
    parser.add_argument(
        "--published-to", type=_date, metavar="YYYY-MM-DD", help="backfill: take only articles published on or before this day")
    parser.add_argument(
        "--columns", metavar="FILE",
        help='JSON file that names the columns of exports with names of their own: {"text": "Volltext", "published": "Datum"}')
    parser.add_argument(
        "--knowledge-base", metavar="FILE",
        help="Parquet file of items to link entities to, with the columns id (Wikidata item), name, aliases (a list, or parted "
             "by |) and type; without it wikidata_id stays null")
    _add_model_options(parser)
    parser.add_argument("--workers", type=_positive, metavar="N", help="worker processes (default: one per processor)")
    parser.add_argument(
        "--max-rejected-records", type=_share, default=DEFAULT_MAX_REJECTED_RECORDS, metavar="SHARE",
        help="publish nothing when more than this share of the records is rejected (default: %(default)s)")
    parser.add_argument(
        "--max-rejected-rows", type=_share, default=DEFAULT_MAX_REJECTED_ROWS, metavar="SHARE",
        help="publish nothing when validation rejects more than this share of the new rows (default: %(default)s)")
    parser.add_argument(
        "--keep-generations", type=_positive, default=DEFAULT_KEPT_GENERATIONS, metavar="N",
        help="published sets of tables to keep, the current one included (default: %(default)s)")
    parser.add_argument(
        "--allow-private-addresses", action="store_true",
        help="fetch from private and loopback addresses, too: for an intranet or a test, with sources you trust")


def _add_model_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default="auto", help="spaCy model package (default: the installed English one)")
    parser.add_argument(
        "--attribution-model", choices=("learned", "rules"), default="learned",
        help="what finds who said what: the learned tagger and the rules, or the rules alone (default: %(default)s)")


def _check(options: argparse.Namespace) -> "ModelChoice":
    """Say what the user got wrong before anything slow begins; return the models to use."""
    from flows.find_sources import dates_wanted, find_addresses, find_sources, load_columns  # noqa: PLC0415
    from flows.load_knowledge_base import load_knowledge_base  # noqa: PLC0415
    from flows.load_models import choose_models  # noqa: PLC0415
    from flows.open_output import open_output, output_path  # noqa: PLC0415

    dates_wanted(options.published_from, options.published_to)
    load_columns(options.columns)
    load_knowledge_base(options.knowledge_base)
    find_sources(options.sources, output_root=output_path(options.output))
    find_addresses(options.sources)
    open_output(options.output)
    return choose_models(options.model, attribution=options.attribution_model)


def _run(options: argparse.Namespace) -> int:
    models = _check(options)
    configure_prefect(quiet_console=True)
    os.environ["ONRECORD_TERMINAL"] = "1"
    with api_server() as server:
        from flows.run_workers import Workers, usable_cpus  # noqa: PLC0415
        from flows.validate_tables import shared_validator  # noqa: PLC0415

        # The server, the models and the validation library come up side by side.
        Workers(count=options.workers or usable_cpus(), models=models).warm_up()
        shared_validator()
        from flows.news_dataset import news_dataset  # noqa: PLC0415
        from flows.summarise_run import print_summary  # noqa: PLC0415

        server.wait_until_ready()
        try:
            publication = cast("Publication", news_dataset(**_flow_parameters(options)))
        finally:
            finish_reporting()
    print_summary(publication)
    return 0


def _serve(options: argparse.Namespace) -> int:
    _check(options)
    configure_prefect(quiet_console=False)
    with api_server(with_schedules=True) as server:
        from flows.serve_deployment import check_schedule, serve_daily  # noqa: PLC0415

        check_schedule(options.cron, options.timezone)
        server.wait_until_ready()
        serve_daily(_flow_parameters(options), cron=options.cron, timezone=options.timezone)
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from flows.evaluate_corpora import check_alignment, evaluate_corpora, print_json, print_scores  # noqa: PLC0415
    from flows.load_models import choose_models  # noqa: PLC0415
    from flows.run_workers import Workers, usable_cpus  # noqa: PLC0415

    models = choose_models(options.model, attribution=options.attribution_model)
    workers = Workers(count=options.workers or usable_cpus(), models=models)
    results = evaluate_corpora(
        options.corpora, workers=workers, limit=options.limit, predictions=options.predictions, texts=options.texts)
    (print_json if options.as_json else print_scores)(results)
    check_alignment(results)
    return 0


def _flow_parameters(options: argparse.Namespace) -> dict[str, Any]:
    names = (
        "sources", "output", "published_from", "published_to", "model", "attribution_model", "workers",
        "max_rejected_records", "max_rejected_rows", "keep_generations", "allow_private_addresses", "columns", "knowledge_base")
    return {name: getattr(options, name) for name in names}


def _fail(message: str, *, status: int = 1) -> int:
    print(f"onrecord: {message}", file=sys.stderr)
    return status


def _published(options: argparse.Namespace) -> str | None:
    """Where the link to the published tables leads."""
    try:
        return os.readlink(Path(getattr(options, "output", "")) / "current")  # noqa: PTH115  (the text of the link is enough)
    except OSError:
        return None


def _what_is_left(options: argparse.Namespace, before: str | None) -> str:
    """What a command that ended early leaves behind; a fault after the switch leaves published tables."""
    return options.if_stopped if _published(options) == before else "the tables were published all the same"


def _record_fault(error: Exception, options: argparse.Namespace) -> str:
    """Keep the traceback for a report: in the output folder if there is one of ours, else among temporary files."""
    from flows.open_output import is_claimed  # noqa: PLC0415

    output = Path(getattr(options, "output", ""))
    log = (output if is_claimed(output) else Path(tempfile.gettempdir())) / "onrecord-fault.log"
    try:
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return "Please report it"
    return f"Please report it with {log}"


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a date such as 2026-02-28, got {text!r}") from None


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1, got {text!r}")
    return int(text)


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"expected a share from 0 to 1, got {text!r}")
    return value


if __name__ == "__main__":
    sys.exit(main())
