// The few words of the vendored file that this project uses.

export type Node = unknown;
export function html(strings: TemplateStringsArray, ...values: unknown[]): Node;
export function h(type: unknown, props: unknown, ...children: unknown[]): Node;
export function render(node: Node, into: Element): void;
export const Fragment: unknown;

export function useEffect(run: () => void | (() => void), inputs?: readonly unknown[]): void;
export function useLayoutEffect(run: () => void | (() => void), inputs?: readonly unknown[]): void;
export function useRef<T>(initial: T): { current: T };
export function useState<T>(initial: T): [T, (next: T) => void];

export interface Signal<T> {
  value: T;
  peek(): T;
}
export function signal<T>(value: T): Signal<T>;
export function computed<T>(compute: () => T): { readonly value: T; peek(): T };
export function effect(run: () => void | (() => void)): () => void;
export function batch<T>(run: () => T): T;
