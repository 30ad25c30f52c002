"""What is said unasked about deadlines, to whom and when: pure rules, with every number in a `Policy`."""
