// Generated from src/protocol by `UPDATE=1 cargo test protocol::typescript`. Do not edit.
// Times are milliseconds since the epoch, durations milliseconds, scores hundredths of a point.

export type ServerMessage = { "type": "welcome", protocol: string, contest: ContestInfo, you: You, now: number, 
/**
 * The frame of this moment.
 */
state: ServerMessage, recorded?: Receipt, } | { "type": "scheduled", starts_at: number, } | { "type": "lobby", present: number, eligible: number, starts_at: number, } | { "type": "get_ready", index: number, opens_at: number, } | { "type": "question", index: number, of: number, id: string, text: string, options: Array<OptionText>, multiple: boolean, image?: ImageShown, now: number, closes_at: number, limit: number, } | { "type": "recorded" } & Receipt | { "type": "rejected", question?: string, command?: string, reason: Rejection, } | { "type": "predicted", value: number, } | { "type": "progress", answered: number, present: number, } | { "type": "deadline", question: string, closes_at: number, } | { "type": "closed", index: number, } | { "type": "revealed", index: number, correct: Array<string>, explanation?: string, source: string, distribution: Array<DistributionEntry>, } | { "type": "standings", index: number, place?: number, of: number, score: number, elapsed: number, yours: OwnAnswer | null, } | { "type": "leaders", top: Array<Leader>, } | { "type": "checkpoint", seq: number, hash: string, signature: string, } | { "type": "finished", place?: number, 
/**
 * How many are ranked.
 */
of: number, score?: number, elapsed?: number, results_url: string, 
/**
 * `finished`, `confirmed` or `published`; in window mode `running` for who is done while others play.
 */
standing: string, } | { "type": "paused", reason: string, text: string, } | { "type": "resumed", } | { "type": "notice", text: string, } | { "type": "waiting", } | { "type": "asked", index: number, of: number, id: string, text: string, options: Array<OptionText>, multiple: boolean, image?: ImageShown, } | { "type": "desk" } & DeskState | { "type": "roster", units: Array<string>, people: Array<RosterLine>, } | { "type": "attendance", index: number | null, people: Array<Attendance>, } | { "type": "incidents", incidents: Array<IncidentShown>, } | { "type": "clock", t: number, now: number, };

export type ContestInfo = { id: string, title: string, mode: "live" | "window", questions: number, 
/**
 * Of a question that has no limit of its own.
 */
question_limit: number, 
/**
 * The most that fair time credits for a line: whoever's is slower should know before the start.
 */
allowance_max: number, rules_url: string, 
/**
 * What the extra question asks to foresee; absent where there is none.
 */
predicted?: "participants" | "all_correct", 
/**
 * Window mode: nobody starts from here on.
 */
closes_at?: number, 
/**
 * Window mode: the only hours in which members start, in Vietnam's time; days from 1 for Monday, hours as `07:30`.
 */
hours?: { days: Array<number>, from: string, to: string }, };

export type You = { name: string, unit: string, ranked: boolean, 
/**
 * `order[i][k]` is the position in `options` of what this phone shows k-th; empty for desks.
 */
order: Array<Array<number>>, 
/**
 * Percent of the time limit.
 */
time_factor: number, 
/**
 * This member's prediction, as it is on record.
 */
prediction?: number, };

export type OptionText = { id: string, text: string, };

export type ImageShown = { url: string, 
/**
 * In pixels, so that nothing moves when it arrives.
 */
width: number, height: number, 
/**
 * What is to be seen in it.
 */
alt: string, };

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

export type DeskState = { 
/**
 * Whether the desk that is told this drives.
 */
driving: boolean, 
/**
 * Everybody with a desk, and whoever drives even if their line is lost.
 */
hosts: Array<HostHere>, 
/**
 * Projectors that are connected.
 */
screens: number, 
/**
 * `host`, `auto`, or `absent`: automatic because no host was there.
 */
pacing: string, 
/**
 * Of every question: `ahead`, `asked` or `void`.
 */
course: Array<string>, setup: Setup, 
/**
 * Two members around the last commended place who cannot honestly be told apart by time alone.
 */
photo_finish?: PhotoFinishShown, };

export type HostHere = { member: string, name: string, unit: string, driving: boolean, 
/**
 * Has a desk that is connected.
 */
here: boolean, you: boolean, };

export type Setup = { 
/**
 * Approved questions that were sealed when the contest was scheduled.
 */
pool: number, questions: number, 
/**
 * The paper is drawn and the roster frozen.
 */
drawn: boolean, 
/**
 * The sealed questions are at hand.
 */
sealed: boolean, lobby_at: number, question_limit: number, allowance_max: number, host_absence: number, prize_places: number, };

export type PhotoFinishShown = { place: number, gap: number, 
/**
 * Plain server time would order the two the other way round.
 */
reversed: boolean, people: Array<Named>, };

export type Named = { name: string, unit: string, };

export type RosterLine = { 
/**
 * The participant's number.
 */
number: number, name: string, 
/**
 * Position in the frame's `units`.
 */
unit: number, excuse?: string, time_factor: number, ranked: boolean, };

export type Attendance = { number: number, here: boolean, 
/**
 * Has answered the present question; never with what.
 */
answered: boolean, 
/**
 * The page is hidden behind another one.
 */
hidden: boolean, 
/**
 * Has been connected before.
 */
joined: boolean, };

export type Incident = { "kind": "line_lost" } | { "kind": "device_replaced" } | { "kind": "page_left" } | { "kind": "late" } | { "kind": "weak_line", delay: number, } | { "kind": "claim_clipped", claim: number, credited: number, };

export type IncidentShown = { at: number, name: string, unit: string, 
/**
 * The question it happened in.
 */
index?: number, } & ({ "kind": "line_lost" } | { "kind": "device_replaced" } | { "kind": "page_left" } | { "kind": "late" } | { "kind": "weak_line", delay: number, } | { "kind": "claim_clipped", claim: number, credited: number, });

export type Rejection = "wrong_phase" | "not_open" | "late" | "already_answered" | "unknown_question" | "unknown_option" | "option_count" | "not_a_participant" | "no_question_left" | "already_void" | "reason_required" | "extension_out_of_range" | "time_factor" | "not_sealed" | "cannot_draw" | "key" | "already_started" | "outside_hours" | "prediction" | "last_question" | "no_attempt" | "not_tied" | "took_part" | "already_decided" | "nothing_to_take_back" | "not_countersigned" | "outdated" | "malformed" | "forbidden" | "not_driving" | "no_such_host" | "storage";

export type ClientMessage = { "type": "answer", question: string, options: Array<string>, 
/**
 * The phone's own measure in milliseconds: from the paint of the text to the touch.
 */
response_time?: number | null, 
/**
 * Idempotency key, at most 64 characters: the same key is acknowledged again.
 */
key: string, } | { "type": "start", } | { "type": "prediction", value: number, } | { "type": "left", } | { "type": "returned", } | { "type": "clock", t: number, } | { "type": "lobby", hall_number?: number | null, } | { "type": "open", } | { "type": "extend", seconds: number, } | { "type": "lock", } | { "type": "reveal", } | { "type": "next", } | { "type": "pause", } | { "type": "resume", } | { "type": "void_question", index: number, reason: string, } | { "type": "end", reason: string, } | { "type": "confirm", } | { "type": "publish", } | { "type": "take_over", } | { "type": "hand_over", to: string, };
