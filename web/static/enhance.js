// The pages work without this file; it only saves keystrokes.
