"""Documents of other programs → Markdown minutes; each kind by a library that knows it.

Everything here is bytes in, text out, and knows nothing of actions. What comes in is strangers': it is
converted in a process of its own (`store.convert`), with bounds on time and memory.
"""
