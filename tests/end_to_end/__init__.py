"""The product as a whole: `aanspreekpunt run` as a process, talked to by people from outside."""
