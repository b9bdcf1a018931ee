"""The story `huifang demo` tells, through the HTTP API and a phone, as a company would live it (P1)."""
