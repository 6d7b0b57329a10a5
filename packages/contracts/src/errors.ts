import { showable, showableJson } from "./text.ts";

/**
 * The one error taxonomy, from the mask decoder to the web page and the command line.
 *
 * Each code has an HTTP status and a sentence that says what to change. A `MaskboardError` adds a
 * message about this very case and structured details (file, pixel, value, list of names, limit).
 */
interface ErrorKind {
  readonly http: number;
  /** What the person should do next, in general terms. */
  readonly fix: string;
}

const kind = (http: number, fix: string): ErrorKind => ({ http, fix });

/** Reasons that the content of an uploaded file is refused: the team's fault, never charged. */
export const CONTENT_ERRORS = {
  file_empty: kind(422, "Upload a file that is not empty."),
  file_too_large: kind(413, "Make the file smaller: masks as 8-bit PNG, nothing else in the zip."),
  not_a_zip: kind(422, "Upload a .zip file that holds one PNG mask for each test image."),
  zip_truncated: kind(422, "The file ends too early. Create the zip again and upload it whole."),
  zip_corrupt: kind(422, "Create the zip again; `unzip -t FILE` should report no errors."),
  zip_encrypted: kind(422, "Create the zip without a password."),
  zip_unsupported: kind(422, "Create the zip with the usual deflate method (or no compression)."),
  zip_bomb: kind(422, "Store plain masks: an entry expands far beyond what a mask can need."),
  zip_too_many_entries: kind(422, "Put only the masks into the zip, one for each test image."),
  zip_unsafe_path: kind(
    422,
    "Use plain file names without '..', drive letters or a leading slash.",
  ),
  zip_symlink: kind(422, "Put the files themselves into the zip, not links to them."),
  zip_ambiguous_folder: kind(422, "Put all masks into the top folder, or all into one folder."),
  masks_duplicate: kind(422, "Keep one mask for each image; two files stand for the same one."),
  masks_missing: kind(422, "Add a mask for every test image, named like the image."),
  masks_extra: kind(422, "Remove files that do not belong to a test image."),
  mask_empty: kind(422, "Write the mask again: the file has no content."),
  mask_not_png: kind(422, "Save masks as PNG. JPEG and other formats change labels."),
  mask_corrupt: kind(422, "Write the mask again: the PNG can't be read."),
  mask_wrong_size: kind(422, "Resize predictions to the size of the image with nearest neighbour."),
  mask_too_large: kind(422, "A mask must have the size of its image."),
  mask_has_alpha: kind(422, "Save the mask without an alpha channel, as 8-bit gray."),
  mask_rgb: kind(422, "Save one channel with class ids (8-bit gray or palette), not colours."),
  mask_unknown_color: kind(422, "Use exactly the colours of the challenge's colour table."),
  mask_unknown_label: kind(422, "Use only the class ids of the challenge."),
  model_invalid: kind(
    422,
    "Export the model again; onnx.checker, or TensorFlow.js itself, should accept it.",
  ),
  model_card: kind(422, "Correct card.json beside the model as the message says."),
  model_external_data: kind(
    422,
    "Save the weights inside the ONNX file; put those of TensorFlow.js right beside model.json.",
  ),
  model_operator: kind(
    422,
    "Use ONNX' own operators with functions inlined, or TensorFlow.js' own layers and operators.",
  ),
  model_shape: kind(
    422,
    "Give the model one image input, and one output of logits or labels for each pixel.",
  ),
  model_nan: kind(422, "The model must put out numbers: look for overflow or a division by zero."),
  model_too_slow: kind(422, "Use a smaller model or a smaller input size."),
  model_memory: kind(422, "Use a smaller model or a smaller input size."),
  model_crashed: kind(
    422,
    "Run the model with ONNX Runtime on images like those of the challenge.",
  ),
} as const;

/** Reasons that an action is refused because of a rule or a state. */
export const RULE_ERRORS = {
  not_started: kind(403, "Wait until the challenge opens."),
  deadline_passed: kind(403, "The deadline is over; uploads that began before it still count."),
  challenge_closed: kind(403, "Ask the organizers whether it opens again."),
  lane_closed: kind(403, "Send what the submit page asks for: zips of masks, or models."),
  daily_limit: kind(429, "Wait for the next day (limits reset at 00:00 UTC)."),
  total_limit: kind(429, "The team has used all submissions of this challenge."),
  invalid_limit: kind(429, "Check the file with `maskboard check` and try again tomorrow."),
  no_team: kind(403, "Create a team or join one with its invite link first."),
  team_full: kind(409, "Ask the captain: the team has reached the size limit."),
  team_name_taken: kind(409, "Choose another team name."),
  already_in_team: kind(409, "Leave your team first; one person is in one team of a challenge."),
  invite_invalid: kind(404, "Ask the captain for a new invite link."),
  captain_must_stay: kind(409, "Hand the captaincy to a team mate first."),
  finals_limit: kind(409, "Unselect another final submission first."),
  not_scored: kind(409, "Only scored submissions can be final."),
  wrong_state: kind(409, "The submission's state does not allow this."),
  cancelled: kind(
    409,
    "Upload again, or ask the organizers; a cancelled submission is not charged.",
  ),
  team_disqualified: kind(403, "Ask the organizers; they can restore the team."),
  merge_limit: kind(
    409,
    "Merge teams whose submissions, taken together, one team could have made.",
  ),
  board_hidden: kind(403, "Look again later: the organizers hide the board in this phase."),
  schedule: kind(409, "Choose other instants, as the message says."),
  already_revealed: kind(409, "Correct scores by rescoring, or hide the board in this phase."),
} as const;

/** Reasons that a data set can't be imported. */
export const IMPORT_ERRORS = {
  challenge_config: kind(422, "Mend challenge.yaml or classes.json as the message says."),
  dataset_layout: kind(422, "Use train/{images,masks} and test/{images,masks}."),
  dataset_unpaired: kind(422, "Give each image a mask with the same stem, or set --pair."),
  dataset_stray_label: kind(422, "Correct the masks, or add the label to the classes."),
  dataset_size_mismatch: kind(422, "Give each mask the size of its image."),
  dataset_bad_image: kind(422, "Replace the image: it can't be read as what its name says."),
  dataset_split: kind(422, "Mend test/split.csv: each test image once, `public` or `private`."),
  slug_taken: kind(409, "Choose another slug."),
} as const;

/** Everything else. */
export const GENERAL_ERRORS = {
  bad_request: kind(400, "Correct the input as the message says."),
  unauthenticated: kind(401, "Sign in, or give a valid API key."),
  forbidden: kind(403, "Ask an organizer for access."),
  not_found: kind(404, "Check the address or id."),
  conflict: kind(409, "Reload and try again."),
  rate_limited: kind(429, "Wait a little and try again."),
  unreachable: kind(503, "Check the server's address and that it runs."),
  misconfigured: kind(500, "Correct the setting as the message says."),
  internal: kind(500, "Nothing is lost. Try again; tell an organizer if it persists."),
} as const;

export const ERRORS = {
  ...CONTENT_ERRORS,
  ...RULE_ERRORS,
  ...IMPORT_ERRORS,
  ...GENERAL_ERRORS,
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERRORS;
export type ContentErrorCode = keyof typeof CONTENT_ERRORS;

/** Structured facts beside the message. Never holds hidden data. */
export interface ErrorDetails {
  /** File in the archive or data set that the error is about. */
  file?: string;
  /** First offending pixel, 0-based, from the top left corner. */
  x?: number;
  y?: number;
  /** Offending value: a label, a size, a count. */
  value?: number | string;
  /** What would have been accepted. */
  expected?: number | string | (number | string)[];
  /** Names concerned; long lists are cut to 50 and `total` tells how many there are. */
  files?: string[];
  total?: number;
  /** Limits and how much of them is used. */
  limit?: number;
  used?: number;
  [key: string]: unknown;
}

/** The form in which an error is stored and sent. */
export interface ErrorBody {
  code: ErrorCode;
  message: string;
  fix: string;
  details: ErrorDetails;
}

/**
 * An error with a code of the taxonomy. `message` is for the person who caused it; what it quotes
 * from a file is made showable.
 */
export class MaskboardError extends Error {
  override readonly name = "MaskboardError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(showable(message), cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = showableJson(details);
  }

  get http(): number {
    return ERRORS[this.code].http;
  }

  get fix(): string {
    return ERRORS[this.code].fix;
  }

  toJSON(): ErrorBody {
    return { code: this.code, message: this.message, fix: this.fix, details: this.details };
  }
}

/** Whether the code says that the uploaded content is at fault, so that the submission is `invalid`. */
export function isContentError(code: ErrorCode): code is ContentErrorCode {
  return Object.hasOwn(CONTENT_ERRORS, code);
}

/** Cuts a list of names for `details.files`. */
export function nameList(names: readonly string[], most = 50): { files: string[]; total: number } {
  return { files: names.slice(0, most), total: names.length };
}
