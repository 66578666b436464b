// Generated from src/protocol by `UPDATE=1 cargo test protocol::typescript`. Do not edit.
// Times are milliseconds since the epoch, durations milliseconds, scores hundredths of a point.

export type ServerMessage = { "type": "welcome", protocol: string, contest: ContestInfo, you: You, now: number, 
/**
 * The frame of this moment.
 */
state: ServerMessage, recorded?: Receipt, } | { "type": "scheduled", starts_at: number, } | { "type": "lobby", present: number, eligible: number, starts_at: number, } | { "type": "get_ready", index: number, opens_at: number, } | { "type": "question", index: number, of: number, id: string, text: string, options: Array<OptionText>, multiple: boolean, now: number, closes_at: number, limit: number, } | { "type": "recorded" } & Receipt | { "type": "rejected", question?: string, command?: string, reason: Rejection, } | { "type": "progress", answered: number, present: number, } | { "type": "deadline", question: string, closes_at: number, } | { "type": "closed", index: number, } | { "type": "revealed", index: number, correct: Array<string>, explanation?: string, source: string, distribution: Array<DistributionEntry>, } | { "type": "standings", index: number, place?: number, of: number, score: number, elapsed: number, yours: OwnAnswer | null, } | { "type": "leaders", top: Array<Leader>, } | { "type": "checkpoint", seq: number, hash: string, signature: string, } | { "type": "finished", place?: number, 
/**
 * How many are ranked.
 */
of: number, score?: number, elapsed?: number, results_url: string, 
/**
 * `finished`, `confirmed` or `published`.
 */
standing: string, } | { "type": "paused", reason: string, text: string, } | { "type": "resumed", } | { "type": "notice", text: string, } | { "type": "waiting", } | { "type": "clock", t: number, now: number, };

export type ContestInfo = { id: string, title: string, mode: "live" | "window", questions: number, 
/**
 * Of a question that has no limit of its own.
 */
question_limit: number, 
/**
 * The most that fair time credits for a line: whoever's is slower should know before the start.
 */
allowance_max: number, rules_url: string, };

export type You = { name: string, unit: string, ranked: boolean, 
/**
 * `order[i][k]` is the position in `options` of what this phone shows k-th; empty for desks.
 */
order: Array<Array<number>>, 
/**
 * Percent of the time limit.
 */
time_factor: number, };

export type OptionText = { id: string, text: string, };

export type Receipt = { question: string, options: Array<string>, seq: number, hash: string, 
/**
 * Credited.
 */
response_time: number, 
/**
 * When the server received it.
 */
at: number, };

export type DistributionEntry = { id: string, count: number, };

export type OwnAnswer = { options: Array<string>, correct: boolean, response_time: number, };

export type Leader = { place: number, name: string, unit: string, score: number, elapsed: number, };

export type Rejection = "wrong_phase" | "not_open" | "late" | "already_answered" | "unknown_question" | "unknown_option" | "option_count" | "not_a_participant" | "no_question_left" | "already_void" | "reason_required" | "extension_out_of_range" | "time_factor" | "not_sealed" | "cannot_draw" | "key" | "already_started" | "malformed" | "forbidden" | "storage";

export type ClientMessage = { "type": "answer", question: string, options: Array<string>, 
/**
 * The phone's own measure in milliseconds: from the paint of the text to the touch.
 */
response_time?: number | null, 
/**
 * Idempotency key, at most 64 characters: the same key is acknowledged again.
 */
key: string, } | { "type": "start", } | { "type": "prediction", value: number, } | { "type": "left", } | { "type": "returned", } | { "type": "clock", t: number, } | { "type": "lobby", hall_number?: number | null, } | { "type": "open", } | { "type": "extend", seconds: number, } | { "type": "lock", } | { "type": "reveal", } | { "type": "next", } | { "type": "pause", } | { "type": "resume", } | { "type": "void_question", index: number, reason: string, } | { "type": "end", reason: string, } | { "type": "confirm", } | { "type": "publish", };
