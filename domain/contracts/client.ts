import type { Call, Client, Contract } from './contract.ts'

/** A typed client of `contract` over any transport, built from the contract's own keys so that a typo fails at compile time and at run time. */
export function createClient<C extends Contract>(contract: C, call: Call): Client<C> {
  const capabilities = Object.entries(contract).map(([capability, methods]) => [
    capability,
    Object.fromEntries(
      Object.keys(methods).map((verb) => [verb, (input?: unknown) => call(`${capability}.${verb}`, input)]),
    ),
  ])
  // Safe: the object is built from the very keys that Client<C> is derived from; outputs are checked by the callee's dispatcher.
  return Object.fromEntries(capabilities) as Client<C>
}
