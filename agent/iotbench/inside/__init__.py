"""What runs in the sandbox when programs are judged; it imports nothing of gpiot."""
