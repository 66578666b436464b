// The words on the wire. Written by hand until the build generates this file from the server's types.

export type QuestionId = string;
export type OptionId = string;

export interface You {
  name: string;
  unit: string;
  ranked: boolean;
  order: number[][];
  time_factor: number;
}

export interface ContestHead {
  id: string;
  title: string;
  mode: string;
  questions: number;
  rules_url: string;
}

export interface OptionText {
  id: OptionId;
  text: string;
}

export interface Tally {
  id: OptionId;
  count: number;
}

export interface Leader {
  place: number;
  name: string;
  unit: string;
  score: number;
  elapsed: number;
}

export interface Yours {
  options: OptionId[];
  correct: boolean;
  response_time: number;
}

export interface Recorded {
  question: QuestionId;
  options: OptionId[];
  seq: number;
  hash: string;
  response_time: number;
}

export type State =
  | { type: 'scheduled'; starts_at?: number | null }
  | { type: 'lobby'; present: number; eligible: number; starts_at?: number | null }
  | { type: 'get_ready'; index: number; opens_at: number }
  | {
      type: 'question';
      index: number;
      of: number;
      id: QuestionId;
      text: string;
      options: OptionText[];
      multiple: boolean;
      now: number;
      closes_at: number;
      limit: number;
    }
  | { type: 'closed'; index: number }
  | {
      type: 'revealed';
      index: number;
      correct: OptionId[];
      explanation?: string | null;
      source: string;
      distribution: Tally[];
    }
  | { type: 'standings'; place?: number | null; of: number; score: number; elapsed: number; yours?: Yours | null }
  | { type: 'paused'; reason: string; text?: string | null }
  | { type: 'finished'; place?: number | null; score?: number | null; results_url: string };

export type ServerMessage =
  | State
  | {
      type: 'welcome';
      protocol: string;
      contest: ContestHead;
      you: You;
      now: number;
      state: State;
      recorded?: Recorded | null;
    }
  | ({ type: 'recorded' } & Recorded)
  | { type: 'rejected'; question?: QuestionId | null; command?: string | null; reason: string }
  | { type: 'progress'; answered: number; present: number }
  | { type: 'deadline'; question: QuestionId; closes_at: number }
  | { type: 'leaders'; top: Leader[] }
  | { type: 'checkpoint'; seq: number; hash: string; signature: string }
  | { type: 'resumed' }
  | { type: 'notice'; text: string }
  | { type: 'clock'; t: number; now: number };

export type ClientMessage =
  | { type: 'answer'; question: QuestionId; options: OptionId[]; response_time?: number | null; key: string }
  | { type: 'clock'; t: number }
  | { type: 'left' }
  | { type: 'returned' }
  | { type: 'lobby' }
  | { type: 'open' }
  | { type: 'extend'; seconds: number }
  | { type: 'lock' }
  | { type: 'reveal' }
  | { type: 'next' }
  | { type: 'pause' }
  | { type: 'resume' }
  | { type: 'void_question'; index: number; reason: string }
  | { type: 'end'; reason: string }
  | { type: 'confirm' }
  | { type: 'publish' };
