/**
 * Steps with a tick and a duration. On a terminal the running ones are redrawn in place; anywhere
 * else each step is one plain line when it ends. Only Node built-ins: this runs before any install.
 */
import { stripVTControlCharacters } from "node:util";

const out = process.stdout;
const interactive = Boolean(out.isTTY) && !process.env.CI && process.env.TERM !== "dumb";
const colored = interactive && !process.env.NO_COLOR;

/** @type {(open: number, close: number) => (text: string) => string} */
const paint = (open, close) => (text) => (colored ? `\x1b[${open}m${text}\x1b[${close}m` : text);
export const dim = paint(2, 22);
export const bold = paint(1, 22);
export const green = paint(32, 39);
export const red = paint(31, 39);
export const yellow = paint(33, 39);
export const cyan = paint(36, 39);

const FRAMES = [..."⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"];
const TITLE_WIDTH = 46;

/** @typedef {{ title: string, note: string, since: number }} Active */
/** @type {Active[]} */
const active = [];
let drawn = 0;
let frame = 0;
/** @type {NodeJS.Timeout | undefined} */
let timer;

/** @param {number} ms */
export function duration(ms) {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

function erase() {
  if (drawn > 0) out.write(`\x1b[${drawn}A\x1b[0J`);
  drawn = 0;
}

function draw() {
  if (!interactive) return;
  const columns = out.columns || 80;
  frame = (frame + 1) % FRAMES.length;
  for (const step of active) {
    const head = `  ${FRAMES[frame]} ${step.title.padEnd(TITLE_WIDTH)}`;
    const room = Math.max(0, columns - head.length - 1);
    const seconds = duration(Date.now() - step.since);
    const tail = `${seconds.padStart(8)}  ${step.note}`.slice(0, room);
    out.write(`${cyan(head.slice(0, columns - 1))}${dim(tail)}\n`);
  }
  drawn = active.length;
}

function tick() {
  if (!interactive) return;
  if (active.length > 0 && timer === undefined) {
    timer = setInterval(() => {
      erase();
      draw();
    }, 100);
    timer.unref();
  } else if (active.length === 0 && timer !== undefined) {
    clearInterval(timer);
    timer = undefined;
  }
}

/** Writes lines above the running steps. @param {string} text */
export function print(text = "") {
  erase();
  out.write(`${text}\n`);
  draw();
}

/**
 * Begins a step. `note` shows what it is busy with; `done` and `fail` end it.
 * @param {string} title
 */
export function startStep(title) {
  /** @type {Active} */
  const step = { title, note: "", since: Date.now() };
  active.push(step);
  tick();
  if (interactive) {
    erase();
    draw();
  }
  /** @param {string} mark @param {string} text */
  const end = (mark, text) => {
    const index = active.indexOf(step);
    if (index < 0) return;
    erase();
    active.splice(index, 1);
    const seconds = duration(Date.now() - step.since).padStart(8);
    out.write(`  ${mark} ${text.padEnd(TITLE_WIDTH)}${dim(seconds)}\n`);
    draw();
    tick();
  };
  return {
    /** @param {string} text */
    note(text) {
      step.note = text;
    },
    /** @param {string} [text] */
    done(text = title) {
      end(green("✓"), text);
    },
    /** @param {string} [text] */
    fail(text = title) {
      end(red("✗"), text);
    },
  };
}

/** Runs `work` as a step that fails when it throws.
 * @template T
 * @param {string} title
 * @param {(step: ReturnType<typeof startStep>) => Promise<T>} work
 * @param {string} [doneTitle]
 * @returns {Promise<T>}
 */
export async function runStep(title, work, doneTitle = title) {
  const step = startStep(title);
  try {
    const result = await work(step);
    step.done(doneTitle);
    return result;
  } catch (error) {
    step.fail();
    throw error;
  }
}

/** A frame around lines. @param {string[]} lines */
export function box(lines) {
  /** @param {string} text */
  const length = (text) => stripVTControlCharacters(text).length;
  const width = Math.max(...lines.map(length));
  const body = lines.map((line) => `  │  ${line}${" ".repeat(width - length(line))}  │`);
  const edge = "─".repeat(width + 4);
  return [`  ╭${edge}╮`, ...body, `  ╰${edge}╯`].join("\n");
}

/** One clear line about what is wrong. @param {string} message */
export function problem(message) {
  erase();
  process.stderr.write(`\n  ${red("✗")} ${message}\n\n`);
}
