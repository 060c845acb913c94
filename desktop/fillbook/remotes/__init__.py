"""The journals and brokers that Fillbook talks to: what each can do, and how it is asked."""
