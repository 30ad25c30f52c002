"""Files of the council's systems become cases and staff: read → recognise → validate → apply, a module each."""
