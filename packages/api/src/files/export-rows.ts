import type { ExportKind } from "@maskboard/contracts";
import {
  type ChallengeAccess,
  exportImageScores,
  exportSubmissions,
  privateGrant,
} from "@maskboard/db";
import type { Services } from "../services.ts";
import type { Cell, Table } from "./export-formats.ts";

/** The table of an export; `access` is an organizer's. */
export function exportRows(services: Services, access: ChallengeAccess, kind: ExportKind): Table {
  if (kind === "board") return boardTable(services, access);
  return kind === "submissions" ? submissionTable(services, access) : imageTable(services, access);
}

/** `iou:<class>`: names of classes may repeat other columns' names. */
const classColumns = ({ challenge }: ChallengeAccess): string[] =>
  challenge.classes.map(({ name }) => `iou:${name}`);

function boardTable({ boards }: Services, access: ChallengeAccess): Table {
  async function* parts(): AsyncGenerator<Cell[][]> {
    const [shown, hidden] = await Promise.all([
      boards.get(access, "public"),
      boards.get(access, "private"),
    ]);
    const finals = new Map(hidden!.board.entries.map((entry) => [entry.teamId, entry]));
    yield shown!.board.entries.map((entry) => {
      const final = finals.get(entry.teamId);
      return [
        entry.rank,
        entry.team,
        entry.teamId,
        entry.house,
        entry.meanIou,
        entry.interval?.[0] ?? null,
        entry.interval?.[1] ?? null,
        entry.submissions,
        entry.submittedAt,
        shown!.submissionIds.get(entry.teamId) ?? null,
        final?.rank ?? null,
        final?.meanIou ?? null,
        hidden!.submissionIds.get(entry.teamId) ?? null,
        ...entry.perClass.map(({ iou }) => iou),
      ];
    });
  }
  const columns = [
    ...["rank", "team", "teamId", "house", "publicMeanIou", "intervalLow", "intervalHigh"],
    ...["submissions", "submittedAt", "submissionId"],
    ...["privateRank", "privateMeanIou", "privateSubmissionId"],
    ...classColumns(access),
  ];
  return { columns, parts: parts() };
}

function submissionTable({ db }: Services, access: ChallengeAccess): Table {
  const classes = access.challenge.classes.length;
  async function* parts(): AsyncGenerator<Cell[][]> {
    for await (const rows of exportSubmissions(db, privateGrant(access)!)) {
      yield rows.map((row) => [
        row.id,
        row.team,
        row.teamId,
        row.by,
        row.lane,
        row.filename,
        row.bytes,
        row.sha256,
        row.note,
        row.state,
        row.error,
        row.final,
        row.late,
        row.disqualifiedAt,
        row.disqualifiedReason,
        row.createdAt,
        row.finishedAt,
        row.publishedAt,
        row.publicMeanIou,
        row.shownMeanIou ?? row.publicMeanIou,
        row.intervalLow,
        row.intervalHigh,
        row.privateMeanIou,
        row.scorerVersion,
        ...(row.classIous ?? new Array<null>(classes).fill(null)),
      ]);
    }
  }
  const columns = [
    ...["id", "team", "teamId", "by", "lane", "filename", "bytes", "sha256", "note", "state"],
    ...["error", "final", "late", "disqualifiedAt", "disqualifiedReason"],
    ...["createdAt", "finishedAt", "publishedAt"],
    ...["publicMeanIou", "shownMeanIou", "intervalLow", "intervalHigh", "privateMeanIou"],
    ...["scorerVersion", ...classColumns(access)],
  ];
  return { columns, parts: parts() };
}

function imageTable({ db }: Services, access: ChallengeAccess): Table {
  async function* parts(): AsyncGenerator<Cell[][]> {
    for await (const rows of exportImageScores(db, privateGrant(access)!)) {
      yield rows.map((row) => [row.submissionId, row.team, row.image, row.split, row.meanIou]);
    }
  }
  return { columns: ["submissionId", "team", "image", "split", "meanIou"], parts: parts() };
}
